import type { Authenticator } from './authenticate.js';
import { sha256, verifyDigest } from './digest.js';
import { RegistryError, shownUrl } from './error.js';
import {
  ACCEPT,
  DOCKER_LIST,
  DOCKER_MANIFEST,
  type Index,
  indexSchema,
  type Manifest,
  manifestSchema,
  OCI_INDEX,
  OCI_MANIFEST,
} from './manifests.js';
import { readJson } from './read-json.js';
import type { Answer } from './transport.js';
import type { TransportRules } from './transport-rules.js';

/** A repository of an OCI registry. */
export interface Repository {
  readonly registry: string;
  readonly path: string;
}

/** What a tag or a digest names. */
export type Named =
  | { readonly digest: string; readonly index: Index }
  | { readonly digest: string; readonly manifest: Manifest };

const MANIFEST_LIMIT = 4 << 20;

/** The OCI distribution API, version 2, as far as reading goes; Docker's media types too. */
export class OciRegistry {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly rules: TransportRules,
  ) {}

  /**
   * The index or manifest of a tag or digest, its digest computed from what arrived.
   * @throws RegistryError when there is none, or it is not what it was announced as.
   */
  async named(repository: Repository, reference: string): Promise<Named> {
    const subject = shownReference(repository, reference);
    const answer = await this.get(repository, `manifests/${reference}`, { accept: ACCEPT }, MANIFEST_LIMIT);
    expectFound(answer, subject);
    const announced = answer.headers.get('docker-content-digest');
    for (const expected of [announced, reference]) {
      if (expected?.startsWith('sha256:')) verifyDigest(answer.body, expected, subject);
    }
    const digest = sha256(answer.body);
    switch (mediaTypeOf(answer)) {
      case OCI_INDEX:
      case DOCKER_LIST:
        return { digest, index: readJson(answer.body, indexSchema, subject) };
      case OCI_MANIFEST:
      case DOCKER_MANIFEST:
        return { digest, manifest: readJson(answer.body, manifestSchema, subject) };
      default:
        throw new RegistryError('invalid', `${subject}: it is no image or chart of a format in use since 2017`);
    }
  }

  /** Digest that a tag names now, without counting as a pull; undefined where the registry does not say. */
  async currentDigest(repository: Repository, reference: string): Promise<string | undefined> {
    const url = this.url(repository, `manifests/${reference}`);
    const options = { method: 'HEAD', headers: { accept: ACCEPT }, limit: MANIFEST_LIMIT } as const;
    const answer = await this.authenticator.request(repository, url, options);
    if (answer.status !== 200) return undefined;
    return answer.headers.get('docker-content-digest') ?? undefined;
  }

  /** Bytes of a blob, verified. @throws RegistryError when there is none, or it is another one. */
  async blob(repository: Repository, digest: string, limit: number): Promise<Uint8Array> {
    const subject = shownReference(repository, digest);
    const answer = await this.get(repository, `blobs/${digest}`, { 'accept-encoding': 'identity' }, limit);
    expectFound(answer, subject);
    verifyDigest(answer.body, digest, subject);
    return answer.body;
  }

  private get(repository: Repository, path: string, headers: Record<string, string>, limit: number): Promise<Answer> {
    return this.authenticator.request(repository, this.url(repository, path), { headers, limit });
  }

  private url({ registry, path }: Repository, rest: string): URL {
    return new URL(`${path}/${rest}`, this.rules.registryUrl(registry));
  }
}

/** The type of the answer, or where a server gives none, what the document says of itself. */
function mediaTypeOf({ headers, body }: Answer): string {
  const type = (headers.get('content-type') ?? '').split(';')[0]?.trim() ?? '';
  if (type !== '' && !/^(?:application\/json|application\/octet-stream|text\/plain)$/.test(type)) return type;
  return /"mediaType"\s*:\s*"([^"]+)"/.exec(Buffer.from(body.subarray(0, 300)).toString('latin1'))?.[1] ?? type;
}

function shownReference({ registry, path }: Repository, reference: string): string {
  return `${registry}/${path}${reference.startsWith('sha256:') ? '@' : ':'}${reference}`;
}

function expectFound({ status, url }: Answer, subject: string): void {
  if (status === 200) return;
  if (status === 404) {
    throw new RegistryError('missing', `${subject}: the registry does not have it`, 'see its name and its tag');
  }
  throw new RegistryError('invalid', `${subject}: ${shownUrl(url)} answers with status ${status}`);
}
