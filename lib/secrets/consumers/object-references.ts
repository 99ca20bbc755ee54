import type { Json, JsonObject } from '../../model/json.js';

// A global is looked up by name each time, and slowly in a test's sandbox.
const { isArray } = Array;

/** A Secret or ConfigMap that an object names. */
export interface ObjectReference {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly name: string;
  /** @default that of the object, which the caller knows */
  readonly namespace?: string;
  /** Where the name stands, from the part that was looked into. */
  readonly path: readonly (string | number)[];
  /** Keys of it that are used, with where each stands. @default all, or none that are named */
  readonly keys: readonly { readonly key: string; readonly path: readonly (string | number)[] }[];
  /** True where it may be missing. */
  readonly optional: boolean;
  /** True where the object makes it when it is missing, `generate: true`. */
  readonly generated: boolean;
}

/** A Secret that an object names. */
export interface SecretReference {
  readonly name: string;
  /** @default that of the object, which the caller knows */
  readonly namespace?: string;
}

/** `name` or `namespace/name`, as annotations write it. */
const OBJECT_NAME = /^(?:([a-z0-9][-a-z0-9]{0,62})\/)?([a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?)$/;
/** `secretRef`, `apiTokenSecretRef`, `secretKeyRef`, `existingSecret`, `secretName`, `secret-name`, `imagePullSecrets`. */
const NAMES_A_SECRET = /secrets?(?:[-_]?(?:key)?(?:names?|refs?|selectors?))?$/i;
/** `configMapRef`, `configMapKeyRef`, `existingConfigMap`, `configMapName`, `configMaps`. */
const NAMES_A_CONFIG_MAP = /config-?maps?(?:[-_]?(?:key)?(?:names?|refs?|selectors?))?$/i;

/**
 * Secrets and ConfigMaps that a part of an object names, by the shapes that kinds and charts use for it rather than by
 * a list of kinds, so that a custom resource nobody thought of is read too. What is found may name nothing at all (a
 * chart's own `secret:` with a value in it): compare it with what is there, and never print it before.
 *
 * @param key that the part stands at in its object.
 */
export function objectReferences(value: Json | undefined, key = ''): ObjectReference[] {
  const found: ObjectReference[] = [];
  collect(value, { key }, found);
  return found;
}

/** The Secrets among the references of a part of an object. */
export function secretReferences(value: Json | undefined, key = ''): SecretReference[] {
  return objectReferences(value, key).filter(({ kind }) => kind === 'Secret');
}

/** A place in an object; paths are only spelt out for what is found. */
interface Place {
  readonly key: string | number;
  readonly above?: Place;
}

function collect(value: Json | undefined, place: Place, found: ObjectReference[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (isList(value)) {
    for (let index = 0; index < value.length; index++) collect(value[index], { key: index, above: place }, found);
    return;
  }
  const kind = kindOf(value, nameOf(place));
  if (kind !== undefined) found.push(ofMap(kind, value as JsonObject & { name: string }, place));
  if (isList(value.resources) && value.resources.includes('secrets')) {
    addNamed('Secret', value.resourceNames, { key: 'resourceNames', above: place }, undefined, value, found);
  }
  for (const name in value) {
    const member = value[name];
    const named = namedKind(name);
    const below = { key: name, above: place };
    if (named !== undefined) {
      const namespace = /names?$/i.test(name) ? value[namespaceKey(name)] : undefined;
      addNamed(named, member, below, namespace, value, found);
    }
    if (typeof member === 'object') collect(member, below, found);
  }
}

/** Text and lists of it; a map with a name is found when it is visited itself. */
function addNamed(
  kind: ObjectReference['kind'],
  value: Json | undefined,
  place: Place,
  namespace: Json | undefined,
  beside: JsonObject,
  found: ObjectReference[],
): void {
  const add = (text: Json | undefined, at: Place) => {
    const [, ownNamespace = namespace, name] = (typeof text === 'string' ? OBJECT_NAME.exec(text) : null) ?? [];
    if (name !== undefined) found.push(reference(kind, name, ownNamespace, at, beside));
  };
  if (isList(value)) for (const [index, text] of value.entries()) add(text, { key: index, above: place });
  else add(value, place);
}

function ofMap(kind: ObjectReference['kind'], map: JsonObject & { readonly name: string }, place: Place) {
  return reference(kind, map.name, map.namespace, { key: 'name', above: place }, map);
}

function reference(
  kind: ObjectReference['kind'],
  name: string,
  namespace: Json | undefined,
  place: Place,
  map: JsonObject,
): ObjectReference {
  const above = place.above as Place;
  return {
    kind,
    name,
    ...(typeof namespace === 'string' && namespace !== '' ? { namespace } : {}),
    path: pathOf(place),
    keys: keysOf(map, above),
    optional: map.optional === true,
    generated: map.generate === true,
  };
}

/** `key` beside a name, and the `items` of a volume. */
function keysOf(map: JsonObject, place: Place): ObjectReference['keys'] {
  const named = ['key', 'valuesKey'].filter((word) => typeof map[word] === 'string');
  const own: { key: string; path: (string | number)[] }[] = named.map((word) => ({
    key: map[word] as string,
    path: pathOf({ key: word, above: place }),
  }));
  // Terraform's list of keys; `old:new` renames one.
  if (isList(map.varsKeys)) {
    for (const [index, text] of map.varsKeys.entries()) {
      const [key] = typeof text === 'string' ? text.split(':') : [];
      if (key !== undefined) own.push({ key, path: [...pathOf({ key: 'varsKeys', above: place }), index] });
    }
  }
  if (!isList(map.items)) return own;
  const items = map.items.flatMap((item, index) => {
    const key = typeof item === 'object' && item !== null && !isList(item) ? item.key : undefined;
    if (typeof key !== 'string') return [];
    return [{ key, path: [...pathOf(place), 'items', index, 'key'] }];
  });
  return [...own, ...items];
}

function pathOf(place: Place): (string | number)[] {
  const path: (string | number)[] = [];
  // The key of the part itself is not in the path: it stands outside of what was looked into.
  for (let at: Place | undefined = place; at?.above !== undefined; at = at.above) path.unshift(at.key);
  return path;
}

/** The name that a place goes by: items of a list bear that of their list. */
function nameOf(place: Place | undefined): string {
  for (let at = place; at !== undefined; at = at.above) if (typeof at.key === 'string') return at.key;
  return '';
}

const known = new Map<string, ObjectReference['kind'] | undefined>();

/** The keys of ten thousand objects are a few hundred names. */
function namedKind(key: string): ObjectReference['kind'] | undefined {
  let kind = known.get(key);
  if (kind === undefined && !known.has(key)) {
    if (NAMES_A_CONFIG_MAP.test(key)) kind = 'ConfigMap';
    else if (NAMES_A_SECRET.test(key)) kind = 'Secret';
    known.set(key, kind);
  }
  return kind;
}

/** `secretNamespace` beside `secretName`, `…-secret-namespace` beside `…-secret-name`. */
function namespaceKey(key: string): string {
  return key.replace(/names?$/, 'namespace').replace(/Names?$/, 'Namespace');
}

/** What a map that stands at some key of its parent refers to, if anything. */
function kindOf(map: JsonObject, key: string): ObjectReference['kind'] | undefined {
  if (typeof map.name !== 'string') return undefined;
  if (map.kind !== undefined) return map.kind === 'Secret' || map.kind === 'ConfigMap' ? map.kind : undefined;
  const named = namedKind(key);
  if (named !== undefined) return named;
  if (/configmap/i.test(key)) return undefined;
  return key === 'certificateRefs' || isKeyOfSecret(map) ? 'Secret' : undefined;
}

/** `{name, key}`: a selector whose own name does not say what it selects, such as CloudNativePG's `accessKeyId`. */
function isKeyOfSecret(map: JsonObject): boolean {
  return typeof map.key === 'string' && Object.keys(map).every((key) => ['name', 'key', 'optional'].includes(key));
}

function isList(value: Json | undefined): value is readonly Json[] {
  return isArray(value);
}
