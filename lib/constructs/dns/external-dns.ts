import type { Construct } from 'constructs';
import { KubeService } from '../k8s.js';
import type { AliasRecord, Dns } from '../strategies.js';
import { unitOf } from '../unit.js';

export interface ExternalDnsOptions {
  /** Prefix of the annotations that the pinned external-dns reads (trap 10). */
  readonly annotationPrefix: string;
  /** What every record points at, where it is not the object's own address (S3-54). @default the object's address */
  readonly target?: string;
  /** Whether the provider is Cloudflare, which can proxy a record. @default false */
  readonly cloudflare?: boolean;
}

/** Records made by external-dns from annotations. */
export class ExternalDns implements Dns {
  readonly name = 'external-dns';
  /** With a slash at its end, as external-dns' own flag wants it. */
  readonly annotationPrefix: string;

  constructor(private readonly options: ExternalDnsOptions) {
    this.annotationPrefix = `${options.annotationPrefix.replace(/\/$/, '')}/`;
  }

  annotations(_host: string, { proxied }: { readonly proxied: boolean }): Record<string, string> {
    const { target } = this.options;
    return { ...(target === undefined ? {} : this.targetAnnotation(target)), ...this.proxied(proxied) };
  }

  /** Never proxied: what has an address of its own speaks something else than HTTP. */
  serviceAnnotations(host: string): Record<string, string> {
    return { [`${this.annotationPrefix}hostname`]: host, ...this.annotations(host, { proxied: false }) };
  }

  /** On a Gateway: what the records of all its HTTPRoutes point at, instead of the Gateway's own address. */
  targetAnnotation(target: string): Record<string, string> {
    return { [`${this.annotationPrefix}target`]: target };
  }

  alias(scope: Construct, { name, host, target, file }: AliasRecord): void {
    const service = new KubeService(scope, `dns-record-${name}`, {
      metadata: { name, annotations: { [`${this.annotationPrefix}hostname`]: host, ...this.proxied(true) } },
      spec: { type: 'ExternalName', externalName: target },
    });
    if (file !== undefined) unitOf(scope).place(service, file);
  }

  private proxied(proxied: boolean): Record<string, string> {
    return this.options.cloudflare ? { [`${this.annotationPrefix}cloudflare-proxied`]: String(proxied) } : {};
  }
}

/** Records made by external-dns from annotations. */
export function externalDns(options: ExternalDnsOptions): ExternalDns {
  return new ExternalDns(options);
}
