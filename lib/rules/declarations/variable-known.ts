import { variablesIn } from '../../flux/substitution.js';
import type { Json } from '../../model/json.js';
import { formatResourceId } from '../../model/manifest.js';
import { hintForUnknown } from '../../model/names.js';
import type { Rule } from '../rule.js';

/** Strict substitution fails a whole unit for one undefined variable (S1-25, S4-12). */
export const variableKnown: Rule = {
  name: 'variable-known',
  severity: 'error',
  coveredBy: ['substitution'],
  description: 'Every cluster variable that a unit uses is defined by the cluster.',
  remediation: 'add it to the cluster’s variables',
  check: ({ cluster }) => {
    const known = cluster.variables?.known ?? new Map<string, string>();
    return cluster.units
      .filter((unit) => unit.substitutes)
      .flatMap((unit) => {
        const uses = [
          ...unit.manifests.map(({ id, object }) => ({ field: formatResourceId(id), names: variables(object) })),
          ...unit.configFiles.map(({ name, files }) => ({
            field: `ConfigMap/${name}`,
            names: variables({ ...files }),
          })),
        ];
        return uses.flatMap(({ field, names }) =>
          [...new Set(names)]
            .filter((name) => !known.has(name))
            .map((name) => ({
              field,
              message: `variable ${name} is not defined`,
              hint: hintForUnknown(name, known.keys()),
              origin: { cluster: cluster.name, unit: unit.name, source: unit.source },
            })),
        );
      });
  },
};

function variables(value: Json | undefined): string[] {
  if (typeof value === 'string') return variablesIn(value);
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(variables);
}
