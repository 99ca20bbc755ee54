import { podsOf } from '../../flux/pods.js';
import type { TreeRule } from '../tree-rule.js';
import { bindingsOf } from './rbac.js';

/** A token that nobody needs is a login for whoever takes the app over. */
export const automountToken: TreeRule = {
  name: 'automount-token',
  severity: 'info',
  description:
    'A pod gets the token of a ServiceAccount to which the tree gives no rights: the app does not need it, and whoever takes the app over can use it to look around in the API.',
  remediation: 'set automountServiceAccountToken: false on the pod or its ServiceAccount',
  sources: ['S1-77'],
  *check(view) {
    const bound = new Set(
      bindingsOf(view).flatMap(({ subjects }) => subjects.map(({ namespace, name }) => `${namespace}/${name}`)),
    );
    for (const pod of podsOf(view)) {
      const { automountServiceAccountToken: own, serviceAccountName: name = 'default' } = pod.spec;
      if (own === false || bound.has(`${pod.namespace}/${String(name)}`)) continue;
      const id = { group: '', kind: 'ServiceAccount', namespace: pod.namespace, name: String(name) };
      const account = view.index.get(id);
      if (account?.object.automountServiceAccountToken === false && own !== true) continue;
      // An account of a chart or of somebody else may have rights that the tree does not show.
      if (name !== 'default' && account === undefined) continue;
      yield {
        at: pod.owner,
        path: [...pod.path, 'spec', 'automountServiceAccountToken'],
        message: `its pods get the token of ServiceAccount "${String(name)}", which has no rights`,
      };
    }
  },
};
