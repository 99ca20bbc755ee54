import { presence } from '../../flux/presence/presence.js';
import { unitGraph, unitKey } from '../../flux/tree/unit-graph.js';
import { didYouMean } from '../../model/names.js';
import type { TreeRule } from '../tree-rule.js';

/** A Kustomization that depends on what is not there is never applied (DC-09). */
export const fluxDependsOn: TreeRule = {
  name: 'flux-depends-on',
  severity: 'error',
  description:
    'dependsOn names a Kustomization that is not there, or the Kustomization itself: Flux waits for it for ever and applies nothing.',
  remediation: 'correct the name or the namespace, or take the dependency away',
  sources: ['DC-09', 'S3-07'],
  *check(view) {
    const graph = unitGraph(view);
    const kind = { group: 'kustomize.toolkit.fluxcd.io', kind: 'Kustomization' };
    for (const unit of view.units) {
      for (const { namespace, name, path, unit: dependency } of graph.dependenciesOf(unit)) {
        const at = unit.kustomization;
        if (dependency === unit) yield { at, path, message: 'depends on itself', hint: 'take the dependency away' };
        if (dependency !== undefined || presence(view).has({ ...kind, namespace, name })) continue;
        const elsewhere = view.units.filter((one) => one.name === name).map(unitKey);
        const close = didYouMean(
          name,
          view.units.filter((one) => one.namespace === namespace).map((one) => one.name),
        );
        const message =
          elsewhere.length > 0
            ? `depends on "${namespace}/${name}", and it is ${elsewhere.join(', ')}`
            : `depends on "${name}", which no Kustomization in ${namespace} is called`;
        yield { at, path, message, ...(close === undefined ? {} : { hint: `did you mean "${close}"?` }) };
      }
    }
  },
};
