import { isMap } from '../../flux/kustomize/built.js';
import { labelsOf } from '../../flux/presence/namespaces.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { AppliedObject, TreeFinding } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';

const LABEL = 'grafana_dashboard';

/** Dashboards that Grafana cannot read are shown by nobody, and missed only when they are needed. */
export const dashboardReadable: TreeRule = {
  name: 'dashboard-readable',
  severity: 'error',
  description:
    'A ConfigMap for Grafana’s sidecar holds a .json file that is no JSON: Grafana leaves the dashboard out.',
  remediation: 'mend the JSON, such as by exporting the dashboard again',
  sources: ['S1-84', 'trap 27'],
  *check(view) {
    for (const at of view.index.ofKind('', 'ConfigMap')) {
      if (labelsOf(at.object)[LABEL] !== undefined || isNamedSo(at)) yield* unreadable(at);
    }
  },
};

/** A dashboard all the same, whatever label it has. */
function isNamedSo({ id }: AppliedObject): boolean {
  return id.name.includes('dashboard');
}

function* unreadable(at: AppliedObject): Iterable<TreeFinding> {
  const { data } = at.object;
  for (const [key, text] of Object.entries(isMap(data) ? data : {})) {
    if (!key.endsWith('.json') || typeof text !== 'string' || isUnknown(text)) continue;
    try {
      JSON.parse(text);
    } catch {
      yield { at, path: ['data', key], message: `${key} is no JSON that Grafana can read` };
    }
  }
}
