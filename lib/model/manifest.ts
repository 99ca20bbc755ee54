import type { JsonObject } from './json.js';

/** What makes an object unique within a cluster (the version does not: `v1` and `v1beta1` are one object). */
export interface ResourceId {
  /** API group; empty for the core group. */
  readonly group: string;
  readonly kind: string;
  /** Absent for cluster-scoped kinds. */
  readonly namespace?: string;
  readonly name: string;
}

/** A Kubernetes object as plain data. */
export interface KubeObject extends JsonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: JsonObject & { readonly name: string; readonly namespace?: string };
}

/** Where a file or an object was declared, so that a finding points at TypeScript, not only at YAML. */
export interface Origin {
  readonly cluster: string;
  /** Name of the unit; absent for what belongs to the cluster as a whole. */
  readonly unit?: string;
  /** Chart file, relative to the repository: `charts/apps/automation/n8n.ts`. */
  readonly source: string;
  /** Path of the construct in the construct tree. */
  readonly construct?: string;
}

/** One typed Kubernetes object before it is text. */
export interface Manifest {
  readonly id: ResourceId;
  readonly object: KubeObject;
  readonly origin: Origin;
  /** File name within the unit's path. Objects that share it become one file of several documents. */
  readonly file: string;
}

/** API group of an `apiVersion`: `apps/v1` → `apps`, `v1` → ``. */
export function apiGroup(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? '' : apiVersion.slice(0, slash);
}

/** Identity of an object. */
export function resourceId(object: KubeObject): ResourceId {
  const { name, namespace } = object.metadata;
  const id = { group: apiGroup(object.apiVersion), kind: object.kind, name };
  return namespace === undefined ? id : { ...id, namespace };
}

/** `Deployment/automation/n8n`, as findings and errors name an object. */
export function formatResourceId({ kind, namespace, name }: ResourceId): string {
  return namespace === undefined ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
}
