import { ApiObject, type ApiObjectMetadataDefinition, type JsonPatch, Lazy } from 'cdk8s';
import * as k8s from 'cdk8s-plus-30/lib/imports/k8s.js';

/** What an ApiObject keeps to itself and its `toJson()` reads. */
interface Parts {
  readonly props: object;
  readonly patches: readonly JsonPatch[];
}

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels: object;
  readonly annotations: object;
  readonly finalizers: readonly string[];
  readonly ownerReferences: readonly object[];
}

type Mapping = (props: unknown) => object;

/** For each of Kubernetes' own kinds, what gives its properties the API's names (`hostIpc` → `hostIPC`). */
const MAPPINGS = new Map(
  Object.entries(k8s).flatMap(([name, kind]) => {
    const mapping = (k8s as Record<string, unknown>)[`toJson_${name}Props`];
    return typeof mapping === 'function' ? [[kind as unknown, mapping as Mapping]] : [];
  }),
);

/**
 * What `object.toJson()` gives, in one pass instead of four: cdk8s copies the path of every value for resolvers that
 * hardly any value needs, and its copies are most of the time that a large tree takes. Objects with patches, or with a
 * `toJson()` of their own, are asked. A test compares both for every object of the tree.
 */
export function plainJson(object: ApiObject): object {
  const { props, patches } = object as unknown as Parts;
  const mapping = MAPPINGS.get(object.constructor);
  const ours = mapping !== undefined || object.toJson === ApiObject.prototype.toJson;
  if (!ours || patches.length > 0) return object.toJson();
  const metadata = plainMetadata(object.metadata);
  const { apiVersion, kind } = object;
  const resolved = { ...(resolve(props) as object), metadata };
  return mapping === undefined ? resolved : { apiVersion, kind, ...mapping(resolved) };
}

const USUAL = new Set(['name', 'namespace', 'labels', 'annotations', 'finalizers', 'ownerReferences']);

/** `metadata.toJson()`, which leaves out what is empty; unusual attributes are left to it. */
function plainMetadata(metadata: ApiObjectMetadataDefinition): unknown {
  const { _additionalAttributes: given } = metadata as unknown as { _additionalAttributes: object };
  if (!Object.keys(given).every((key) => USUAL.has(key))) return metadata.toJson();
  const { name, namespace, labels, annotations, finalizers, ownerReferences } = metadata as unknown as Metadata;
  const result: Record<string, unknown> = { name };
  if (namespace !== undefined) result.namespace = namespace;
  for (const [key, value] of Object.entries({ labels, annotations, finalizers, ownerReferences })) {
    const resolved = resolve(value) as object;
    if (Object.keys(resolved).length > 0) result[key] = resolved;
  }
  return result;
}

/** Tokens become their values, and what is null or undefined disappears. */
function resolve(value: unknown): unknown {
  if (typeof value !== 'object') return value;
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map(resolve);
  if (value.constructor === Object) return resolveMembers(value as Record<string, unknown>);
  if (value instanceof Lazy) return resolve(value.produce());
  const { resolve: token, value: united } = value as { resolve?: unknown; value?: unknown };
  if (typeof token === 'function') return resolve(token.call(value));
  // A class of cdk8s' for numbers or text, such as Quantity; its mapping takes the value out.
  if (typeof united === 'number' || typeof united === 'string') return { value: united };
  throw new Error(`can't render non-simple object of type '${value.constructor?.name}'`);
}

function resolveMembers(members: Record<string, unknown>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(members)) {
    const value = resolve(members[key]);
    if (value !== undefined) result[key] = value;
  }
  return result;
}
