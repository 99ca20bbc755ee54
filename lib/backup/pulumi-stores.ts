import type { ResolvedCluster } from '../model/cluster.js';
import type { JsonObject } from '../model/json.js';

/** Names of the ESC environments that the clusters' stores read: `organization/project/environment` (S0-02, S0-03). */
export function pulumiEnvironments(clusters: readonly ResolvedCluster[]): string[] {
  const objects = clusters.flatMap(({ units }) => units.flatMap(({ manifests }) => manifests));
  const names = objects
    .filter(({ id }) => id.group === 'external-secrets.io' && /^(Cluster)?SecretStore$/.test(id.kind))
    .map(({ object }) => mapOf(mapOf(mapOf(object.spec).provider).pulumi))
    .filter((provider) => Object.keys(provider).length > 0)
    // An older provider has no project: the name comes out incomplete and is refused, not passed over (trap 50).
    .map(({ organization, project, environment }) => [organization, project, environment].map(text).join('/'));
  return [...new Set(names)].sort();
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function mapOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
