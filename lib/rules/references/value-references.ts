import { enabledValues } from '../../flux/helm/enabled-values.js';
import { resolveTemplates } from '../../flux/helm/resolve-templates.js';
import { field, isMap } from '../../flux/kustomize/built.js';
import { releaseName, targetNamespace } from '../../flux/presence/releases.js';
import type { AppliedObject, JsonPath } from '../../flux/tree/view.js';
import type { JsonObject } from '../../model/json.js';
import { type ObjectReference, objectReferences } from '../../secrets/consumers/object-references.js';

/** Names that stand at such a key are of objects, whatever the chart. */
const NAMES = /(?:existing-?(?:[a-z]+-?)?(?:secret|config-?map)(?:-?name)?|secretName|configMapName|fromSecret)$/i;
/** Maps with a name, as pods have them. */
const MAPS = /(?:SecretRef|ConfigMapRef|^secretRef|^configMapRef|KeyRef|^existingSecret|^secret|^configMap)$/;
const PULL_SECRETS = /pullSecrets$/i;
const LISTS = /^(?:secrets|configMaps)$/;
/** Fields beside a name that hold keys of it: `userKey`, `existingSecretPasswordKey`. */
const KEY_FIELD = /^(?:existingSecret\w*Key|\w*PasswordKey|passwordKey|userKey|usernameKey)$/;

/**
 * Secrets and ConfigMaps that the values of a HelmRelease name: at the keys that charts use for it, and not in parts
 * that are switched off or that make what they name.
 */
export function valueReferences(release: AppliedObject): ObjectReference[] {
  const values = field(release.object, 'spec', 'values');
  if (!isMap(values)) return [];
  const said = resolveTemplates(values, releaseName(release), targetNamespace(release));
  const on = enabledValues(said) as JsonObject;
  return objectReferences(on)
    .filter(({ path }) => looksLikeReference(path))
    .flatMap((found) => {
      const beside = at(on, found.path.slice(0, -1));
      if (isMap(beside) && beside.create === true) return [];
      const keys = [...found.keys, ...keysBeside(beside, found.path)].map(({ key, path }) => ({
        key,
        path: below(path),
      }));
      return [{ ...found, path: below(found.path), keys }];
    });
}

function below(path: JsonPath): JsonPath {
  return ['spec', 'values', ...path];
}

function looksLikeReference(path: JsonPath): boolean {
  const words = path.filter((part): part is string => typeof part === 'string');
  const [last = '', parent = ''] = [words.at(-1), words.at(-2)];
  if (PULL_SECRETS.test(last) || PULL_SECRETS.test(parent)) return true;
  if (typeof path.at(-1) === 'number') return LISTS.test(last);
  return last === 'name' ? MAPS.test(parent) : NAMES.test(last);
}

function keysBeside(beside: unknown, path: JsonPath): ObjectReference['keys'] {
  if (!isMap(beside)) return [];
  const name = String(path.at(-1));
  const own = Object.entries(beside).filter(([key]) => KEY_FIELD.test(key) && key !== name);
  const named = own.map(([field, key]) => ({ key, path: [...path.slice(0, -1), field] }));
  const listed = isMap(beside.secretKeys) ? Object.entries(beside.secretKeys) : [];
  const more = listed.map(([field, key]) => ({ key, path: [...path.slice(0, -1), 'secretKeys', field] }));
  return [...named, ...more].filter(
    (one): one is { key: string; path: (string | number)[] } => !!one.key && typeof one.key === 'string',
  );
}

function at(value: unknown, path: JsonPath): unknown {
  return path.reduce<unknown>((found, part) => (found as Record<string | number, unknown> | undefined)?.[part], value);
}
