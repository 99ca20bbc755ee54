import type { ResolvedUnit } from '../../model/unit.js';
import type { Rule, RuleFinding } from '../rule.js';

/** Flux Kustomizations live in one namespace, so a unit's name is its identity. */
export const unitUnique: Rule = {
  name: 'unit-unique',
  severity: 'error',
  coveredBy: ['object-unique-in-tree', 'kustomize-build'],
  description: 'No two units of a cluster have the same name or the same path.',
  remediation: 'give one of the units another name or path',
  check: ({ cluster }) => [
    ...clashes(cluster.units, (unit) => unit.name, 'name'),
    ...clashes(cluster.units, (unit) => unit.path, 'path'),
  ],
};

function clashes(units: readonly ResolvedUnit[], key: (unit: ResolvedUnit) => string, field: string): RuleFinding[] {
  const first = new Map<string, ResolvedUnit>();
  return units.flatMap((unit) => {
    const value = key(unit);
    const other = first.get(value);
    if (other === undefined) {
      first.set(value, unit);
      return [];
    }
    return [
      {
        field,
        message: `unit "${unit.name}" has the ${field} "${value}", which unit "${other.name}" has already (${other.source})`,
        origin: { cluster: unit.cluster, unit: unit.name, source: unit.source },
      },
    ];
  });
}
