import { enabledValues } from '../../flux/helm/enabled-values.js';
import { walkValues } from '../../flux/helm/walk-values.js';
import type { AppliedObject, JsonPath, TreeView } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';
import { type Mention, missingObject } from './missing-object.js';

/** Kinds that ask for volumes. */
const USERS = [
  ['', 'PersistentVolumeClaim'],
  ['apps', 'StatefulSet'],
  ['postgresql.cnpg.io', 'Cluster'],
  ['k8s.mariadb.com', 'MariaDB'],
  ['vault.banzaicloud.com', 'Vault'],
  ['monitoring.coreos.com', 'Prometheus'],
  ['monitoring.coreos.com', 'Alertmanager'],
  ['helm.toolkit.fluxcd.io', 'HelmRelease'],
] as const;

/** StorageClasses that claims, databases and charts ask for by name. */
export const storageClassReference: TreeRule = {
  name: 'storage-class-reference',
  severity: 'error',
  description: 'A StorageClass is named that nothing brings: the claim stays Pending, and so does every pod with it.',
  remediation: 'correct the name, bring the class, or declare who does as external',
  sources: ['S3-23', 'S4-04'],
  *check(view) {
    for (const mention of classesNamed(view)) yield* missingObject(view, mention);
  },
};

/** Every place that names a StorageClass. `-` in a chart's values stands for none. */
export function* classesNamed(view: TreeView): Iterable<Mention> {
  for (const [group, kind] of USERS) {
    for (const at of view.index.ofKind(group, kind)) {
      for (const { key, value, path } of walkValues(
        kind === 'HelmRelease' ? enabledValues(at.object.spec) : at.object.spec,
      )) {
        if (!KEYS.has(key) || typeof value !== 'string' || value === '' || value === '-') continue;
        yield mention(at, ['spec', ...path], value);
      }
    }
  }
}

const KEYS = new Set(['storageClassName', 'storageClass']);

function mention(at: AppliedObject, path: JsonPath, name: string): Mention {
  return { at, path, target: { group: 'storage.k8s.io', kind: 'StorageClass', name } };
}
