import { findCycles } from '../../flux/graph.js';
import { hintForUnknown } from '../../model/names.js';
import type { Rule } from '../rule.js';

/** One cycle stops event-driven reconciliation for all units (kustomize-controller #1712). */
export const dependencyCycle: Rule = {
  name: 'dependency-cycle',
  severity: 'error',
  coveredBy: ['flux-cycle'],
  description: 'The dependsOn of units have no cycle.',
  remediation: 'split one of the units, so that what the other needs comes in an earlier one',
  check: ({ cluster }) => {
    const units = new Map(cluster.units.map((unit) => [unit.name, unit]));
    const graph = new Map(cluster.units.map((unit) => [unit.name, unit.dependsOn]));
    return findCycles(graph).map((cycle) => {
      const unit = units.get(cycle[0] as string);
      return {
        field: 'dependsOn',
        message: `units depend on each other: ${cycle.join(' → ')}`,
        origin: { cluster: cluster.name, unit: cycle[0] as string, source: unit?.source ?? cluster.source },
      };
    });
  },
};

/** A dependency on a unit of another cluster, or on one that was left out, would wait for ever. */
export const dependencyKnown: Rule = {
  name: 'dependency-known',
  severity: 'error',
  coveredBy: ['flux-depends-on'],
  description: 'Every unit that is depended on belongs to the same cluster.',
  remediation: 'declare the unit in this cluster too',
  check: ({ cluster }) => {
    const names = new Set(cluster.units.map((unit) => unit.name));
    return cluster.units.flatMap((unit) =>
      unit.dependsOn
        .filter((name) => !names.has(name))
        .map((name) => ({
          field: 'dependsOn',
          message: `depends on "${name}", which no unit of ${cluster.name} provides`,
          hint: hintForUnknown(name, names),
          origin: { cluster: cluster.name, unit: unit.name, source: unit.source },
        })),
    );
  },
};
