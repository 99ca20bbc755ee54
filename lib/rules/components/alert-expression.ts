import { field, mapsOf } from '../../flux/kustomize/built.js';
import { promqlProblem } from '../../flux/promql-balance.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { TreeRule } from '../tree-rule.js';

/** An alert that Prometheus cannot read fires never, and takes its neighbours with it. */
export const alertExpression: TreeRule = {
  name: 'alert-expression',
  severity: 'error',
  description:
    'The expression of an alert or recording rule is no PromQL: brackets that do not fit, a text without an end, an ' +
    'operator without its right side. Prometheus refuses the whole file of rules.',
  remediation: 'mend the expression; promtool check rules says more',
  sources: ['S1-86', 'trap 27'],
  *check(view) {
    for (const at of view.index.ofKind('monitoring.coreos.com', 'PrometheusRule')) {
      for (const [group, { rules }] of mapsOf(field(at.object, 'spec', 'groups')).entries()) {
        for (const [index, { alert, record, expr }] of mapsOf(rules).entries()) {
          if (typeof expr !== 'string' || isUnknown(expr)) continue;
          const problem = promqlProblem(expr);
          if (problem === undefined) continue;
          const path = ['spec', 'groups', group, 'rules', index, 'expr'];
          yield { at, path, message: `expression of ${String(alert ?? record)} ${problem}` };
        }
      }
    }
  },
};
