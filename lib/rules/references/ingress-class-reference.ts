import { textAt } from '../../flux/presence/facts.js';
import type { TreeRule } from '../tree-rule.js';
import { missingObject } from './missing-object.js';

const GROUP = 'networking.k8s.io';

/** IngressClasses that Ingresses ask for. */
export const ingressClassReference: TreeRule = {
  name: 'ingress-class-reference',
  severity: 'error',
  description: 'An Ingress asks for an IngressClass that nothing brings: no controller looks at it, the host is dead.',
  remediation: 'correct the class, bring the controller, or declare who does as external',
  sources: ['S3-42'],
  *check(view) {
    for (const at of view.index.ofKind(GROUP, 'Ingress')) {
      const name = textAt(at.object, 'spec', 'ingressClassName');
      if (name === undefined) continue;
      const target = { group: GROUP, kind: 'IngressClass', name };
      yield* missingObject(view, { at, path: ['spec', 'ingressClassName'], target });
    }
  },
};
