import type { ResolvedCluster } from '../../model/cluster.js';
import { formatResourceId, type Manifest, type ResourceId } from '../../model/manifest.js';
import type { Rule } from '../rule.js';

/** Two Kustomizations that own one object undo each other (kustomize-controller #1724). Per cluster (trap 83). */
export const objectUnique: Rule = {
  name: 'object-unique',
  severity: 'error',
  coveredBy: ['object-unique-in-tree', 'kustomize-build'],
  description: 'No object is declared twice within a cluster.',
  remediation: 'declare the object once and let the other unit depend on the one that has it',
  check: ({ cluster }) => {
    const first = new Map<string, Manifest>();
    return allObjects(cluster).flatMap((manifest) => {
      const key = identity(manifest.id);
      const other = first.get(key);
      if (other === undefined) {
        first.set(key, manifest);
        return [];
      }
      return [
        {
          field: formatResourceId(manifest.id),
          message: `${formatResourceId(manifest.id)} is declared twice; first by ${other.origin.construct} (${other.origin.source})`,
          origin: manifest.origin,
        },
      ];
    });
  },
};

function identity({ group, kind, namespace, name }: ResourceId): string {
  return `${group}/${kind}/${namespace ?? ''}/${name}`;
}

/** Rendered objects, and those that generators, SOPS files and the frame bring. */
function allObjects(cluster: ResolvedCluster): Manifest[] {
  return cluster.units.flatMap((unit) => {
    const origin = { cluster: cluster.name, unit: unit.name, source: unit.source };
    const core = (kind: string, namespace: string, name: string): Manifest => ({
      id: { group: '', kind, namespace, name },
      object: { apiVersion: 'v1', kind, metadata: { name, namespace } },
      origin: { ...origin, construct: `${unit.name}/${name}` },
      file: '',
    });
    return [
      ...unit.manifests,
      ...unit.configFiles.map(({ namespace, name }) => core('ConfigMap', namespace, name)),
      ...unit.secretFiles.map(({ declaration }) => core('Secret', declaration.namespace, declaration.name)),
    ];
  });
}
