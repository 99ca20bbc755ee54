import { KubeService } from '../k8s.js';
import type { Dns } from '../strategies.js';

export interface ExternalDnsOptions {
  /** Prefix of the annotations that the pinned external-dns reads (trap 10). */
  readonly annotationPrefix: string;
  /** What every record points at, where it is not the object's own address (S3-54). @default the object's address */
  readonly target?: string;
  /** Whether the provider is Cloudflare, which can proxy a record. @default false */
  readonly cloudflare?: boolean;
}

/** Records made by external-dns from annotations. */
export function externalDns({ annotationPrefix, target, cloudflare = false }: ExternalDnsOptions): Dns {
  const prefix = annotationPrefix.replace(/\/$/, '');
  const proxy = (proxied: boolean) => (cloudflare ? { [`${prefix}/cloudflare-proxied`]: String(proxied) } : {});
  return {
    name: 'external-dns',
    annotations: (_host, { proxied }) => ({
      ...(target === undefined ? {} : { [`${prefix}/target`]: target }),
      ...proxy(proxied),
    }),
    alias(scope, record) {
      new KubeService(scope, 'dns-record', {
        metadata: {
          name: record.name,
          annotations: { [`${prefix}/hostname`]: record.host, ...proxy(true) },
        },
        spec: { type: 'ExternalName', externalName: record.target },
      });
    },
  };
}
