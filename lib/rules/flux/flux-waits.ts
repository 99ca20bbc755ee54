import { field } from '../../flux/kustomize/built.js';
import { unitGraph, waits } from '../../flux/tree/unit-graph.js';
import type { FluxUnit } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';

/** Without either, a Kustomization is ready as soon as it is applied, and what depends on it starts too early. */
export const fluxWaits: TreeRule = {
  name: 'flux-waits',
  severity: 'error',
  description:
    'A Kustomization that others depend on neither waits nor has health checks: it counts as ready before anything in it runs. Health checks beside wait: true are ignored by Flux.',
  remediation: 'set wait: true, or name in healthChecks what the others need',
  sources: ['DC-14', 'S3-07', 'VERIFIED: Kustomization'],
  *check(view) {
    const graph = unitGraph(view);
    const dependants = new Map<FluxUnit, FluxUnit>();
    for (const unit of view.units) {
      for (const { unit: one } of graph.dependenciesOf(unit)) if (one !== undefined) dependants.set(one, unit);
    }
    for (const unit of view.units) {
      const at = unit.kustomization;
      const checks = field(at.object, 'spec', 'healthChecks');
      const named = Array.isArray(checks) && checks.length > 0;
      const dependant = dependants.get(unit);
      if (dependant !== undefined && !waits(unit) && !named) {
        const message = `${dependant.name} depends on it, and it neither waits nor has health checks`;
        yield { at, path: ['spec', 'wait'], message };
      }
      if (waits(unit) && named) {
        const hint = 'take healthChecks away, or wait';
        const message = 'has health checks beside wait: true, which Flux ignores';
        yield { at, path: ['spec', 'healthChecks'], message, hint, severity: 'warning' };
      }
      if (!waits(unit) && !named && field(at.object, 'spec', 'healthCheckExprs') !== undefined) {
        const message = 'says how to judge health, and neither waits nor has health checks';
        yield { at, path: ['spec', 'healthCheckExprs'], message, severity: 'warning' };
      }
    }
  },
};
