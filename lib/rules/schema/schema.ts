import { isAddedByFluxOperator } from '../../flux/flux-operator.js';
import { appliedByHand } from '../../flux/tree/flux-objects.js';
import type { TreeRule } from '../tree-rule.js';

/** What the API server refuses stops a whole unit: nothing of it is applied. */
export const schema: TreeRule = {
  name: 'schema',
  severity: 'error',
  description:
    'Every object holds only fields that its kind has, all that it needs, and values of the right type, range and form; one that does not is refused, and its whole unit with it.',
  remediation: 'correct the field; `--explain schema` lists what is not looked at',
  sources: ['S1-101', 'S4-09', 'DC-15', 'trap 39'],
  *check(view) {
    const { settings, index } = view;
    const { schemas } = settings;
    if (schemas === undefined) return;
    for (const at of [...index.all, ...appliedByHand(view)]) {
      for (const { path, message, hint } of schemas.check(at.object) ?? []) {
        if (isAddedByFluxOperator(view, at, path)) continue;
        yield { at, path, message, ...(hint === undefined ? {} : { hint }) };
      }
    }
  },
};
