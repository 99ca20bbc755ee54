import { isBuiltInGroup } from '../../flux/built-in-groups.js';
import type { ResolvedCluster } from '../../model/cluster.js';
import { formatResourceId, type Manifest } from '../../model/manifest.js';
import { SEALED_SECRET_GROUP } from '../../model/secret.js';
import type { ResolvedUnit } from '../../model/unit.js';
import type { Rule } from '../rule.js';

/** A kind whose definition nobody brings fails when Flux applies it, and with it its whole unit. */
export const kindKnown: Rule = {
  name: 'kind-known',
  severity: 'error',
  coveredBy: ['definition-brought', 'operator-apart'],
  description: 'The definition of every custom kind comes from another unit, or the cluster declares it external.',
  remediation: 'name its API group in `provides` of the unit that installs it, or in the cluster’s external.apiGroups',
  check: ({ cluster }) => {
    const provided = new Set([
      ...cluster.units.flatMap((unit) => unit.provides),
      ...Object.keys(cluster.external.apiGroups),
    ]);
    return cluster.units.flatMap((unit) =>
      [...unit.manifests, ...sealedSecretsOf(cluster, unit)].flatMap(({ id, origin }) => {
        const own = unit.provides.includes(id.group);
        if (!own && (isBuiltInGroup(id.group) || provided.has(id.group))) return [];
        const field = formatResourceId(id);
        if (own) {
          const message = `${id.kind} is applied together with the operator that brings its definition (trap 39)`;
          return [{ field, message, hint: 'move the object to a unit of its own', origin }];
        }
        return [{ field, message: `no unit brings the definition of ${id.group}/${id.kind}`, origin }];
      }),
    );
  },
};

/** SealedSecrets are files that synth does not write, and objects all the same. */
function sealedSecretsOf(cluster: ResolvedCluster, unit: ResolvedUnit): Pick<Manifest, 'id' | 'origin'>[] {
  const origin = { cluster: cluster.name, unit: unit.name, source: unit.source };
  return unit.secretFiles.flatMap(({ declaration: { namespace, name }, certificate }) =>
    certificate === undefined
      ? []
      : [{ id: { group: SEALED_SECRET_GROUP, kind: 'SealedSecret', namespace, name }, origin }],
  );
}
