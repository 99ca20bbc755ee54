/** A public registry that Harbor keeps copies of. */
export interface RegistryCache {
  /** The registry as images name it. */
  readonly registry: string;
  /** Project of Harbor that holds the copies. */
  readonly project: string;
  /** Address of the registry. */
  readonly url: string;
  /** Harbor's word for what kind of registry it is. */
  readonly type: 'docker-hub' | 'docker-registry' | 'github-ghcr' | 'quay';
}

/** Registries that the cluster's images come from, each with a cache of its own (S3-74). */
export const REGISTRY_CACHES: readonly RegistryCache[] = [
  { registry: 'docker.io', project: 'docker-io', url: 'https://hub.docker.com', type: 'docker-hub' },
  { registry: 'ghcr.io', project: 'ghcr-io', url: 'https://ghcr.io', type: 'github-ghcr' },
  { registry: 'quay.io', project: 'quay-io', url: 'https://quay.io', type: 'docker-registry' },
  { registry: 'registry.k8s.io', project: 'registry-k8s-io', url: 'https://registry.k8s.io', type: 'docker-registry' },
];

/** Where a node pulls the images of one registry, in the order in which it tries. */
export interface RegistryMirror {
  readonly registry: string;
  readonly endpoints: readonly string[];
  /** The endpoint's path replaces `/v2`, which a cache's project comes after. */
  readonly overridePath: true;
  /** Whether the registry itself is asked when no endpoint answers. */
  readonly skipFallback: false;
}

/**
 * Mirrors for the machine configuration of nodes. The public registry stays behind each: the nodes have to come up
 * before Harbor does, and pull Harbor's own images from somewhere (S3-74).
 */
export function registryMirrors(harborHost: string): readonly RegistryMirror[] {
  return REGISTRY_CACHES.map(({ registry, project }) => ({
    registry,
    endpoints: [`https://${harborHost}/v2/${project}`],
    overridePath: true,
    skipFallback: false,
  }));
}
