import { by } from '../../model/code-unit-order.js';
import { isClusterScoped } from '../../model/scope.js';
import type { JsonSchema, ObjectSchema } from '../json-schema.js';
import type { KindScope } from '../kind-schema.js';
import { KUBERNETES_LIMITS } from './kubernetes-limits.js';
import { normaliseKind, normaliseSchema } from './normalise.js';
import { type Definitions, mapParts } from './share-parts.js';

/** A built-in kind at one version. */
export interface BuiltInKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly scope: KindScope;
}

/** The definitions of one Kubernetes version; the name of a kind's is `group/version/Kind`. */
export interface KubernetesDefinitions {
  readonly kinds: readonly BuiltInKind[];
  readonly definitions: Definitions;
}

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
/** What the published schemas leave to their reader. */
const KNOWN: Definitions = {
  IntOrString: { type: ['integer', 'string'] },
  Quantity: { type: ['string', 'number'], format: 'quantity' },
};

interface PublishedSchema extends ObjectSchema {
  readonly 'x-kubernetes-group-version-kind'?: readonly Omit<BuiltInKind, 'scope'>[];
}

/**
 * The definitions that objects in a Git tree need, from the schemas as published (`_definitions.json`): of each kind
 * with metadata, and of what those refer to.
 */
export function readKubernetes(published: Readonly<Record<string, PublishedSchema>>): KubernetesDefinitions {
  const definitions: Record<string, JsonSchema> = {};
  const kinds: BuiltInKind[] = [];
  const take = (name: string): void => {
    const short = shortName(name);
    if (short in definitions) return;
    const schema = published[name];
    if (schema === undefined) throw new Error(`there is no definition ${name}`);
    definitions[short] = true;
    definitions[short] = limit(short, KNOWN[short] ?? refer(normaliseSchema(schema), take));
  };
  for (const [name, schema] of Object.entries(published).sort(by(([key]) => key))) {
    const [id, ...others] = schema['x-kubernetes-group-version-kind'] ?? [];
    if (id === undefined || others.length > 0 || !isWritten(schema)) continue;
    const { group, version, kind } = id;
    kinds.push({ group, version, kind, scope: isClusterScoped(group, kind) ? 'Cluster' : 'Namespaced' });
    definitions[`${group}/${version}/${kind}`] = limit(shortName(name), refer(normaliseKind(schema), take));
  }
  take(META);
  return { kinds, definitions: Object.fromEntries(Object.entries(definitions).sort(by(([name]) => name))) };
}

/** True for kinds of objects; lists, options and reviews are no part of a tree. */
function isWritten({ properties }: PublishedSchema): boolean {
  const metadata = properties?.metadata;
  return typeof metadata === 'object' && metadata.$ref?.endsWith(META) === true;
}

/**
 * `io.k8s.api.core.v1.PodSpec` → `core.v1.PodSpec`; the types that all versions share by their last word.
 */
function shortName(name: string): string {
  if (/\.meta\.v1\.(ObjectMeta|LabelSelector)$|\.(IntOrString|Quantity)$/.test(name)) return name.replace(/^.*\./, '');
  return name.replace(/^io\.k8s\.(?:api\.|[\w-]+\.pkg\.(?:apis\.)?)/, '');
}

/** The schema with its references shortened; each is handed to `take`. */
function refer(schema: JsonSchema, take: (name: string) => void): JsonSchema {
  if (typeof schema === 'boolean') return schema;
  const name = schema.$ref?.replace(/^.*\//, '');
  if (name === undefined) return mapParts(schema, (part) => refer(part, take));
  if (!name.includes('.')) return schema;
  take(name);
  return { ...schema, $ref: shortName(name) };
}

/** Adds what the API server checks beside the published schema. */
function limit(name: string, schema: JsonSchema): JsonSchema {
  const limits = KUBERNETES_LIMITS[name];
  if (limits === undefined || typeof schema === 'boolean') return schema;
  const properties = { ...schema.properties };
  for (const [field, added] of Object.entries(limits)) {
    const known = properties[field];
    if (known === undefined) continue;
    properties[field] = typeof known === 'boolean' ? known : merge(known, added);
  }
  return { ...schema, properties };
}

/** Limits of a list's items stand at the list. */
function merge(schema: ObjectSchema, { items, ...added }: ObjectSchema): ObjectSchema {
  const inner = schema.items;
  if (typeof items !== 'object' || typeof inner !== 'object') return { ...schema, ...added };
  return { ...schema, ...added, items: { ...inner, ...items } };
}
