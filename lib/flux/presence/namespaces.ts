import { field, isMap } from '../kustomize/built.js';
import { selects } from '../label-selector.js';
import type { TreeView } from '../tree/view.js';

/** Namespaces with their labels, as far as the tree and its settings know them. */
export type Namespaces = ReadonlyMap<string, Readonly<Record<string, string>>>;

const cache = new WeakMap<TreeView, Namespaces>();

/** Every namespace of a tree, those that others bring too; Kubernetes labels each with its name. */
export function namespacesOf(view: TreeView): Namespaces {
  const known = cache.get(view) ?? collect(view);
  cache.set(view, known);
  return known;
}

/** Namespaces that a label selector chooses. */
export function selectNamespaces(view: TreeView, selector: unknown): string[] {
  if (!isMap(selector)) return [];
  return [...namespacesOf(view)].filter(([, labels]) => selects(selector, labels)).map(([name]) => name);
}

/** Labels of an object or of a pod template; values that are no text are left out. */
export function labelsOf(object: unknown): Record<string, string> {
  return labelsOfMap(field(object, 'metadata', 'labels'));
}

/** The members of a map of labels that are text. */
export function labelsOfMap(labels: unknown): Record<string, string> {
  const members = Object.entries(isMap(labels) ? labels : {});
  return Object.fromEntries(members.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function collect({ index, settings }: TreeView): Namespaces {
  const found = new Map<string, Record<string, string>>();
  const add = (name: string, labels: Record<string, string>) =>
    found.set(name, { ...labels, 'kubernetes.io/metadata.name': name });
  for (const { kind, name } of settings.external) if (kind === 'Namespace') add(name, {});
  for (const { id, object } of index.ofKind('', 'Namespace')) add(id.name, labelsOf(object));
  return found;
}
