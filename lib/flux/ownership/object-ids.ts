import { apiGroup, type ResourceId } from '../../model/manifest.js';
import type { OwnedObject } from '../../model/ownership.js';
import { isClusterScoped } from '../../model/scope.js';
import { field, isMap } from '../kustomize/built.js';
import { readDocuments } from '../tree/read-documents.js';

/** Identities of objects that say what they are; those without a namespace of their own get the given one. */
export function objectIds(objects: readonly unknown[], namespace: string): ResourceId[] {
  return objects.flatMap((object) => {
    const name = field(object, 'metadata', 'name');
    if (!isMap(object) || typeof object.apiVersion !== 'string' || typeof object.kind !== 'string') return [];
    if (typeof name !== 'string' || name === '') return [];
    const head = { group: apiGroup(object.apiVersion), kind: object.kind };
    if (isClusterScoped(head.group, head.kind)) return [{ ...head, name }];
    const own = field(object, 'metadata', 'namespace');
    return [{ ...head, namespace: typeof own === 'string' && own !== '' ? own : namespace, name }];
  });
}

/** What `helm template` printed, as objects of the release that it is for. Tests of a chart are no part of it. */
export function helmOwned(
  text: string,
  release: Omit<OwnedObject, 'id'> & { readonly namespace: string },
): OwnedObject[] {
  const { namespace, owner, file } = release;
  const objects = readDocuments(file, text).documents.map(({ object }) => object);
  const lasting = objects.filter((object) => !isTransient(field(object, 'metadata', 'annotations', 'helm.sh/hook')));
  return objectIds(lasting, namespace).map((id) => ({ id, owner, file }));
}

/** Hooks that only run beside a release: tests, and what cleans up after it. */
function isTransient(hook: unknown): boolean {
  return typeof hook === 'string' && /\btest\b|\b(?:pre|post)-(?:delete|rollback)\b/.test(hook);
}
