import { field } from '../../flux/kustomize/built.js';
import { presence } from '../../flux/presence/presence.js';
import { fluxObjects, IMAGE_GROUP, NOTIFICATION_GROUP, SOURCE_GROUP } from '../../flux/tree/flux-objects.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { AppliedObject, JsonPath, TreeFinding, TreeView } from '../../flux/tree/view.js';
import type { JsonObject } from '../../model/json.js';
import { missingObject } from '../references/missing-object.js';
import type { TreeRule } from '../tree-rule.js';

/** Keys of which all have to be there; of several sets, one. A key `*.x` stands for any that ends so. */
type KeySets = readonly (readonly string[])[];

interface Reference {
  readonly group: string;
  readonly kind: string;
  readonly path: readonly string[];
  readonly keys?: (object: JsonObject) => KeySets;
}

const PULL: KeySets = [['.dockerconfigjson']];
const LOGIN: KeySets = [['username', 'password'], ['.dockerconfigjson'], ['tls.crt', 'tls.key'], ['ca.crt']];

const REFERENCES: readonly Reference[] = [
  { group: SOURCE_GROUP, kind: 'GitRepository', path: ['spec', 'secretRef'], keys: gitKeys },
  { group: SOURCE_GROUP, kind: 'GitRepository', path: ['spec', 'verify', 'secretRef'] },
  { group: SOURCE_GROUP, kind: 'OCIRepository', path: ['spec', 'secretRef'], keys: () => PULL },
  { group: SOURCE_GROUP, kind: 'OCIRepository', path: ['spec', 'verify', 'secretRef'] },
  { group: SOURCE_GROUP, kind: 'OCIRepository', path: ['spec', 'certSecretRef'] },
  { group: SOURCE_GROUP, kind: 'HelmRepository', path: ['spec', 'secretRef'], keys: () => LOGIN },
  { group: SOURCE_GROUP, kind: 'HelmRepository', path: ['spec', 'certSecretRef'] },
  { group: SOURCE_GROUP, kind: 'Bucket', path: ['spec', 'secretRef'] },
  { group: IMAGE_GROUP, kind: 'ImageRepository', path: ['spec', 'secretRef'], keys: () => PULL },
  { group: IMAGE_GROUP, kind: 'ImageRepository', path: ['spec', 'certSecretRef'] },
  { group: IMAGE_GROUP, kind: 'ImageUpdateAutomation', path: ['spec', 'git', 'commit', 'signingKey', 'secretRef'] },
  { group: NOTIFICATION_GROUP, kind: 'Receiver', path: ['spec', 'secretRef'], keys: () => [['token']] },
  { group: NOTIFICATION_GROUP, kind: 'Provider', path: ['spec', 'secretRef'] },
  { group: NOTIFICATION_GROUP, kind: 'Provider', path: ['spec', 'certSecretRef'] },
  {
    group: 'kustomize.toolkit.fluxcd.io',
    kind: 'Kustomization',
    path: ['spec', 'decryption', 'secretRef'],
    keys: () => [['*.agekey'], ['*.asc'], ['sops.vault-token'], ['sops.aws-kms'], ['sops.gcp-kms'], ['sops.azure-kv']],
  },
  { group: 'kustomize.toolkit.fluxcd.io', kind: 'Kustomization', path: ['spec', 'kubeConfig', 'secretRef'] },
  { group: 'helm.toolkit.fluxcd.io', kind: 'HelmRelease', path: ['spec', 'kubeConfig', 'secretRef'] },
];

/** Flux reads each of these Secrets in the namespace of the object that names it, under fixed keys. */
export const fluxSecretRef: TreeRule = {
  name: 'flux-secret-ref',
  severity: 'error',
  description:
    'An object of Flux names a Secret that is not in its namespace, or that lacks the key under which Flux looks (token, identity, *.agekey …): it never becomes ready.',
  remediation:
    'bring the Secret in the namespace of the object, with the key that Flux reads; what bootstrap makes is declared external',
  sources: ['S1-02', 'S1-48', 'S2-04', 'S4-10', 'trap 3', 'trap 20', 'trap 33'],
  *check(view) {
    for (const { group, kind, path, keys } of REFERENCES) {
      for (const at of fluxObjects(view, group, kind)) {
        const name = field(at.object, ...path, 'name');
        if (typeof name === 'string') yield* secret(view, at, [...path, 'name'], name, keys?.(at.object) ?? []);
      }
    }
  },
};

function* secret(
  view: TreeView,
  at: AppliedObject,
  path: JsonPath,
  name: string,
  sets: KeySets,
): Iterable<TreeFinding> {
  const { namespace } = at.id;
  const target = { group: '', kind: 'Secret', name, ...(namespace === undefined ? {} : { namespace }) };
  const gone = [...missingObject(view, { at, path, target })];
  yield* gone;
  const keys = gone.length > 0 || isUnknown(name) ? undefined : presence(view).get(target)?.keys;
  if (keys === undefined || sets.length === 0 || sets.some((set) => set.every((key) => hasKey(keys, key)))) return;
  const wanted = sets.map((set) => set.join(' and ')).join(', or ');
  yield { at, path, message: `Secret ${namespace}/${name} has no ${wanted}` };
}

function hasKey(keys: ReadonlySet<string>, key: string): boolean {
  return key.startsWith('*') ? [...keys].some((one) => one.endsWith(key.slice(1))) : keys.has(key);
}

function gitKeys(object: JsonObject): KeySets {
  const url = String(field(object, 'spec', 'url') ?? '');
  if (url.startsWith('ssh://')) return [['identity', 'known_hosts']];
  return [['username', 'password'], ['bearerToken'], ['githubAppID'], ['tls.crt', 'tls.key'], ['ca.crt']];
}
