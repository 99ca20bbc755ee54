import { sha256 } from '../../lib/system/registry/digest.js';
import { OCI_INDEX, OCI_MANIFEST } from '../../lib/system/registry/manifests.js';
import { serve } from './loopback-server.js';

const CHART_LAYER = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
const bytes = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

/** A registry in this process: what a test puts in is there, and nothing else. */
export class ServedRegistry {
  /** What was asked for: `GET /v2/team/app/manifests/1`. */
  readonly asked: string[] = [];
  private readonly stored = new Map<string, { readonly type: string; readonly content: Uint8Array }>();

  private constructor(readonly host: string) {}

  static async start(): Promise<ServedRegistry> {
    let made: ServedRegistry | undefined;
    const host = await serve((request, response) => {
      const path = request.url ?? '';
      made?.asked.push(`${request.method} ${path}`);
      const found = made?.stored.get(path);
      if (found === undefined) response.writeHead(404).end();
      else {
        response.writeHead(200, { 'content-type': found.type, 'docker-content-digest': sha256(found.content) });
        response.end(request.method === 'HEAD' ? undefined : found.content);
      }
    });
    made = new ServedRegistry(host);
    return made;
  }

  /** An image for some architectures; gives its digest. */
  image(path: string, tag: string, architectures: readonly string[]): string {
    const manifests = architectures.map((architecture) => {
      const content = bytes({ schemaVersion: 2, architecture });
      return {
        mediaType: OCI_MANIFEST,
        digest: sha256(content),
        size: content.length,
        platform: { os: 'linux', architecture },
      };
    });
    return this.manifest(path, tag, OCI_INDEX, { schemaVersion: 2, manifests });
  }

  /** A chart; gives its digest. */
  chart(path: string, version: string, archive: Uint8Array): string {
    const config = this.blob(path, bytes({ name: path }));
    const layers = [{ mediaType: CHART_LAYER, ...this.blob(path, archive) }];
    return this.manifest(path, version, OCI_MANIFEST, { schemaVersion: 2, config, layers });
  }

  private blob(path: string, content: Uint8Array) {
    this.stored.set(`/v2/${path}/blobs/${sha256(content)}`, { type: 'application/octet-stream', content });
    return { digest: sha256(content), size: content.length };
  }

  private manifest(path: string, tag: string, type: string, value: object): string {
    const content = bytes({ ...value, mediaType: type });
    for (const name of [tag, sha256(content)]) this.stored.set(`/v2/${path}/manifests/${name}`, { type, content });
    return sha256(content);
  }
}
