import { field } from '../../flux/kustomize/built.js';
import type { JsonPath, TreeView } from '../../flux/tree/view.js';
import type { ResourceId } from '../../model/manifest.js';
import type { TreeRule } from '../tree-rule.js';
import { type Mention, missingObject } from './missing-object.js';

interface Bond {
  readonly group: string;
  readonly kind: string;
  readonly path: JsonPath;
  readonly to: Pick<ResourceId, 'group' | 'kind'>;
}

const ADMISSION = 'admissionregistration.k8s.io';
const CNPG = 'postgresql.cnpg.io';

/** Objects that are nothing without another one, which they name. */
const BONDS: readonly Bond[] = [
  ...['Validating', 'Mutating'].map((what) => ({
    group: ADMISSION,
    kind: `${what}AdmissionPolicyBinding`,
    path: ['spec', 'policyName'],
    to: { group: ADMISSION, kind: `${what}AdmissionPolicy` },
  })),
  ...['ScheduledBackup', 'Backup', 'Database', 'Pooler', 'Publication', 'Subscription'].map((kind) => ({
    group: CNPG,
    kind,
    path: ['spec', 'cluster', 'name'],
    to: { group: CNPG, kind: 'Cluster' },
  })),
];

/** A binding without its policy, a backup without its database. */
export const boundObject: TreeRule = {
  name: 'bound-object',
  severity: 'error',
  description:
    'An object that only works on another one names none that exists: an admission policy is bound to nothing and ' +
    'forbids nothing, a backup saves nothing.',
  remediation: 'correct the name, or declare who brings the object as external',
  sources: ['DC-09', 'S1-82'],
  *check(view) {
    for (const mention of mentions(view)) yield* missingObject(view, mention);
  },
};

function* mentions(view: TreeView): Iterable<Mention> {
  for (const { group, kind, path, to } of BONDS) {
    for (const at of view.index.ofKind(group, kind)) {
      const name = field(at.object, ...(path as string[]));
      const { namespace } = at.id;
      if (typeof name !== 'string') continue;
      yield { at, path, target: { ...to, name, ...(namespace === undefined ? {} : { namespace }) } };
    }
  }
}
