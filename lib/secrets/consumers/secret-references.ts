import type { Json, JsonObject } from '../../model/json.js';

/** A Secret that an object names. */
export interface SecretReference {
  readonly name: string;
  /** @default that of the object, which the caller knows */
  readonly namespace?: string;
}

/** `name` or `namespace/name`, as annotations write it. */
const SECRET_NAME = /^(?:([a-z0-9][-a-z0-9]{0,62})\/)?([a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?)$/;
/** `secretRef`, `apiTokenSecretRef`, `secretKeyRef`, `existingSecret`, `secretName`, `secret-name`, `imagePullSecrets`. */
const NAMES_A_SECRET = /secrets?(?:[-_]?(?:key)?(?:names?|refs?|selectors?))?$/i;

/**
 * Secrets that a part of an object names, by the shapes that kinds and charts use for it rather than by a list of
 * kinds, so that a custom resource nobody thought of is read too. What is found may name no Secret at all (a chart's
 * own `secret:` with a value in it): compare it with what is declared, and never print it.
 *
 * @param key that the part stands at in its object.
 */
export function secretReferences(value: Json | undefined, key = ''): SecretReference[] {
  const found: SecretReference[] = [];
  collect(value, key, found);
  return found;
}

function collect(value: Json | undefined, key: string, found: SecretReference[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (isList(value)) {
    for (const item of value) collect(item, key, found);
    return;
  }
  if (isSecretOf(value, key)) found.push(withNamespace(value.name, value.namespace));
  if (isList(value.resources) && value.resources.includes('secrets')) addNamed(value.resourceNames, undefined, found);
  for (const name in value) {
    const member = value[name];
    if (namesSecret(name)) addNamed(member, /names?$/i.test(name) ? value[namespaceKey(name)] : undefined, found);
    if (typeof member === 'object') collect(member, name, found);
  }
}

/** Text and lists of it; a map with a name is found when it is visited itself. */
function addNamed(value: Json | undefined, namespace: Json | undefined, found: SecretReference[]): void {
  for (const text of isList(value) ? value : [value]) {
    const [, ownNamespace = namespace, name] = (typeof text === 'string' ? SECRET_NAME.exec(text) : null) ?? [];
    if (name !== undefined) found.push(withNamespace(name, ownNamespace));
  }
}

const known = new Map<string, boolean>();

/** The keys of ten thousand objects are a few hundred names. */
function namesSecret(key: string): boolean {
  let names = known.get(key);
  if (names === undefined) {
    names = NAMES_A_SECRET.test(key);
    known.set(key, names);
  }
  return names;
}

/** `secretNamespace` beside `secretName`, `…-secret-namespace` beside `…-secret-name`. */
function namespaceKey(key: string): string {
  return key.replace(/names?$/, 'namespace').replace(/Names?$/, 'Namespace');
}

/** Whether a map that stands at some key of its parent is a reference to a Secret. */
function isSecretOf(map: JsonObject, key: string): map is JsonObject & { readonly name: string } {
  if (typeof map.name !== 'string' || /configmap/i.test(key)) return false;
  if (map.kind !== undefined) return map.kind === 'Secret';
  return namesSecret(key) || key === 'certificateRefs' || isKeyOfSecret(map);
}

/** `{name, key}`: a selector whose own name does not say what it selects, such as CloudNativePG's `accessKeyId`. */
function isKeyOfSecret(map: JsonObject): boolean {
  return typeof map.key === 'string' && Object.keys(map).every((key) => ['name', 'key', 'optional'].includes(key));
}

function withNamespace(name: string, namespace: Json | undefined): SecretReference {
  return typeof namespace === 'string' && namespace !== '' ? { name, namespace } : { name };
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
