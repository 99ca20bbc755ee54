import { presence } from '../../flux/presence/presence.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { TreeFinding, TreeView } from '../../flux/tree/view.js';
import { formatResourceId } from '../../model/manifest.js';
import { hintForUnknown } from '../../model/names.js';
import { missingObject } from './missing-object.js';
import { type NamedObject, namedObjects } from './named-objects.js';

/** What is wrong with the Secrets or ConfigMaps that objects name: not there, or without the key. */
export function* checkNamedObjects(view: TreeView, kind: NamedObject['kind']): Iterable<TreeFinding> {
  for (const named of namedObjects(view)) {
    if (named.kind !== kind || named.optional || named.generated) continue;
    const target = { group: '', kind, namespace: named.namespace, name: named.name };
    const gone = [...missingObject(view, { at: named.by, path: named.path, target })];
    if (gone.length > 0) {
      yield* gone;
      continue;
    }
    const keys = isUnknown(named.name) ? undefined : presence(view).get(target)?.keys;
    if (keys === undefined) continue;
    for (const { key, path } of neededKeys(named)) {
      if (keys.has(key) || isUnknown(key) || key === '') continue;
      const message = `${formatResourceId(target)} has no key "${key}"`;
      yield { at: named.by, path, message, hint: hintForUnknown(key, keys) };
    }
  }
}

/** Secrets of CloudNativePG that hold a user and its password. */
const LOGINS = new Set(['superuserSecret', 'passwordSecret', 'secret']);

/** Keys that are named, and those that Kubernetes asks for where a certificate or a registry's login is named. */
function neededKeys({ kind, keys, path, by }: NamedObject): NamedObject['keys'] {
  if (kind !== 'Secret' || keys.length > 0) return keys;
  if (by.id.kind === 'Ingress' && path.at(-1) === 'secretName') {
    return ['tls.crt', 'tls.key'].map((key) => ({ key, path }));
  }
  if (by.id.group === 'postgresql.cnpg.io' && LOGINS.has(String(path.at(-2)))) {
    return ['username', 'password'].map((key) => ({ key, path }));
  }
  return path.includes('imagePullSecrets') ? [{ key: '.dockerconfigjson', path }] : keys;
}
