/** A container image as a registry knows it. */
export interface ImageReference {
  /** `docker.io`, `ghcr.io`, `localhost:5000`. */
  readonly registry: string;
  /** Path within the registry: `library/nginx`. */
  readonly path: string;
  readonly tag?: string;
  /** `sha256:…` */
  readonly digest?: string;
}

const PATH = /^[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*$/;
const HOST = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-fA-F:]+\])(?::\d+)?$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const DOCKER_HOSTS = new Set(['index.docker.io', 'registry-1.docker.io', 'registry.hub.docker.com']);

/**
 * Reads `[host[:port]/]path[:tag][@digest]` as container runtimes do: without a host it is Docker Hub's.
 * @returns undefined for what is no image reference.
 */
export function parseImageReference(text: string): ImageReference | undefined {
  const [named = '', digest, ...more] = text.split('@');
  if (more.length > 0 || (digest !== undefined && !DIGEST.test(digest))) return undefined;
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const tag = colon === -1 ? undefined : named.slice(colon + 1);
  if (tag !== undefined && !TAG.test(tag)) return undefined;
  const name = splitHost(colon === -1 ? named : named.slice(0, colon));
  if (!HOST.test(name.registry) || !PATH.test(name.path)) return undefined;
  return { ...name, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
}

function splitHost(name: string): { readonly registry: string; readonly path: string } {
  const slash = name.indexOf('/');
  const first = slash === -1 ? '' : name.slice(0, slash);
  const isHost = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
  const registry = isHost ? first : 'docker.io';
  const path = isHost ? name.slice(slash + 1) : name;
  if (DOCKER_HOSTS.has(registry)) return splitHost(`docker.io/${path}`);
  return { registry, path: registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path };
}

/** `docker.io/library/nginx`: one text for each repository, however it was written. */
export function imageRepository({ registry, path }: ImageReference): string {
  return `${registry}/${path}`;
}

/** The tag that a runtime pulls; undefined where a digest alone says which image it is. */
export function pulledTag({ tag, digest }: ImageReference): string | undefined {
  return tag ?? (digest === undefined ? 'latest' : undefined);
}

/** What is locked for a reference: `docker.io/library/nginx:1.29`, or `…@sha256:…` where it has no tag. */
export function imageKey(reference: ImageReference): string {
  const tag = pulledTag(reference);
  return tag === undefined
    ? `${imageRepository(reference)}@${reference.digest}`
    : `${imageRepository(reference)}:${tag}`;
}
