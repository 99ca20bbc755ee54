import { field } from '../../flux/kustomize/built.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { AppliedObject, TreeFinding } from '../../flux/tree/view.js';
import { parseImageReference } from '../../model/image-reference.js';
import type { TreeRule } from '../tree-rule.js';

/** A backup is found to be none on the day that it is needed (S1-80). */
export const postgresBackup: TreeRule = {
  name: 'postgres-backup',
  severity: 'error',
  description:
    'A CloudNativePG cluster is told to back itself up, and cannot: its image has no barman (only those called -system- have), its retention is of no form that the operator knows, its endpoint is not HTTPS, or nothing ever starts a backup.',
  remediation:
    'an image such as ghcr.io/cloudnative-pg/postgresql:18.6-system-trixie, a retention such as 30d, and a ScheduledBackup',
  sources: ['S1-80', 'S1-82', 'trap 26', 'VERIFIED: CloudNativePG'],
  *check({ index }) {
    const scheduled = new Set(
      index
        .ofKind('postgresql.cnpg.io', 'ScheduledBackup')
        .map(({ id, object }) => `${id.namespace}/${String(field(object, 'spec', 'cluster', 'name'))}`),
    );
    for (const at of index.ofKind('postgresql.cnpg.io', 'Cluster')) {
      const backup = field(at.object, 'spec', 'backup');
      if (field(backup, 'barmanObjectStore') === undefined) continue;
      yield* objectStore(at);
      if (scheduled.has(`${at.id.namespace}/${at.id.name}`)) continue;
      const message = 'has a place for backups, and no ScheduledBackup that makes any';
      yield { at, path: ['spec', 'backup'], message, severity: 'warning' };
    }
  },
};

function* objectStore(at: AppliedObject): Iterable<TreeFinding> {
  const { spec } = at.object;
  const image = field(spec, 'imageName');
  const tag = typeof image === 'string' ? parseImageReference(image)?.tag : undefined;
  // What only a digest names, or nobody here knows, may hold it.
  if (tag !== undefined && !isUnknown(tag) && /^\d+(?:\.\d+)*-(?:minimal|standard)-/.test(tag)) {
    yield {
      at,
      path: ['spec', 'imageName'],
      message: `image "${String(image)}" has no barman: it is not a -system- one`,
    };
  }
  const retention = field(spec, 'backup', 'retentionPolicy');
  if (typeof retention === 'string' && !isUnknown(retention) && !/^[1-9]\d*[dwm]$/.test(retention)) {
    const message = `"${retention}" is no retention that CloudNativePG knows`;
    yield { at, path: ['spec', 'backup', 'retentionPolicy'], message, hint: 'days, weeks or months: 30d, 4w, 6m' };
  } else if (retention === undefined) {
    const message = 'keeps every backup for ever, since it has no retentionPolicy';
    yield { at, path: ['spec', 'backup'], message, severity: 'warning' };
  }
  const endpoint = field(spec, 'backup', 'barmanObjectStore', 'endpointURL');
  if (typeof endpoint === 'string' && !isUnknown(endpoint) && !endpoint.startsWith('https://')) {
    const path = ['spec', 'backup', 'barmanObjectStore', 'endpointURL'];
    yield { at, path, message: `sends backups to "${endpoint}", which is not HTTPS` };
  }
}
