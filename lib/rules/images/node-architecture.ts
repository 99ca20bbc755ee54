import { field, isMap, mapsOf, textsOf } from '../../flux/kustomize/built.js';
import { podsOf } from '../../flux/pods.js';
import type { JsonPath } from '../../flux/tree/view.js';
import type { JsonObject } from '../../model/json.js';
import type { TreeRule } from '../tree-rule.js';

const LABEL = /^(?:beta\.)?kubernetes\.io\/arch$/;

/** Pods that ask for nodes which the cluster does not have. */
export const nodeArchitecture: TreeRule = {
  name: 'node-architecture',
  severity: 'error',
  description:
    'A pod asks for nodes of another architecture than all of the cluster’s: it stays Pending for ever, and nothing but ' +
    'its events says why.',
  remediation: 'ask for the architecture that the cluster has, or for none',
  sources: ['trap 24', 'S1-32'],
  *check(view) {
    const { architecture } = view.settings;
    if (architecture === undefined) return;
    for (const { owner: at, path, spec } of podsOf(view)) {
      for (const asked of askedOf(spec)) {
        if (asked.values.includes(architecture)) continue;
        const message = `asks for nodes of ${asked.values.join(', ')}, and the cluster has ${architecture}`;
        yield { at, path: [...path, 'spec', ...asked.path], message };
      }
    }
  },
};

interface Asked {
  readonly values: readonly string[];
  readonly path: JsonPath;
}

function* askedOf(spec: JsonObject): Generator<Asked> {
  for (const [key, value] of Object.entries(isMap(spec.nodeSelector) ? spec.nodeSelector : {})) {
    if (LABEL.test(key)) yield { values: [String(value)], path: ['nodeSelector', key] };
  }
  const required = ['affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms'];
  const terms = mapsOf(field(spec, ...required));
  const asked = terms.map((term, index) => inTerm(term, [...required, index]));
  // One term is enough for a node: the pod asks for something else only if all of them do.
  if (asked.length === 1) yield* asked[0] ?? [];
}

function inTerm(term: JsonObject, path: JsonPath): Asked[] {
  return mapsOf(term.matchExpressions).flatMap(({ key, operator, values }, index) =>
    typeof key === 'string' && LABEL.test(key) && operator === 'In'
      ? [{ values: textsOf(values), path: [...path, 'matchExpressions', index] }]
      : [],
  );
}
