import { sha256 } from '../../lib/system/registry/digest.js';
import { OCI_INDEX, OCI_MANIFEST } from '../../lib/system/registry/manifests.js';

const CONFIG = 'application/vnd.oci.image.config.v1+json';

/** Puts images into a registry by its own API. */
export class Pusher {
  constructor(
    private readonly host: string,
    private readonly authorization?: string,
  ) {}

  /** An image for each platform, and an index of them under a tag; gives the digests. */
  async index(path: string, tag: string, architectures: readonly string[], salt = '') {
    const manifests = [];
    for (const architecture of architectures) {
      const digest = await this.image(path, undefined, architecture, salt);
      manifests.push({ mediaType: OCI_MANIFEST, ...digest, platform: { os: 'linux', architecture } });
    }
    const content = bytes({ schemaVersion: 2, mediaType: OCI_INDEX, manifests });
    await this.put(`${path}/manifests/${tag}`, content, OCI_INDEX);
    return { digest: sha256(content), manifests };
  }

  /** An image of one platform, under a tag or its digest alone. */
  async image(path: string, tag: string | undefined, architecture: string, salt = '') {
    const config = bytes({ os: 'linux', architecture, rootfs: { type: 'layers', diff_ids: [] }, comment: salt });
    await this.blob(path, config);
    const reference = { mediaType: CONFIG, digest: sha256(config), size: config.length };
    const content = bytes({ schemaVersion: 2, mediaType: OCI_MANIFEST, config: reference, layers: [] });
    await this.put(`${path}/manifests/${tag ?? sha256(content)}`, content, OCI_MANIFEST);
    return { digest: sha256(content), size: content.length };
  }

  private async blob(path: string, content: Uint8Array): Promise<void> {
    const { headers } = await this.send(`${path}/blobs/uploads/`, 'POST');
    const place = new URL(headers.get('location') ?? '', `http://${this.host}`);
    place.searchParams.set('digest', sha256(content));
    await this.send(place.href, 'PUT', content, 'application/octet-stream');
  }

  private put(path: string, content: Uint8Array, type: string): Promise<Response> {
    return this.send(path, 'PUT', content, type);
  }

  private async send(path: string, method: string, body?: Uint8Array, type = ''): Promise<Response> {
    const response = await fetch(new URL(path, `http://${this.host}/v2/`), {
      method,
      headers: {
        ...(this.authorization === undefined ? {} : { authorization: this.authorization }),
        ...(type === '' ? {} : { 'content-type': type }),
      },
      ...(body === undefined ? {} : { body }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  }
}

function bytes(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}
