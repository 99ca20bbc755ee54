import type { ResourceId } from '../../model/manifest.js';
import { chartInstalls } from '../helm/chart-installs.js';
import { walkValues } from '../helm/walk-values.js';
import type { AppliedObject, TreeView } from '../tree/view.js';

/** What may bring objects that nobody declared. */
interface Bringers {
  /** Names of releases and charts, by the namespace that they are installed into. */
  readonly names: ReadonlyMap<string, readonly string[]>;
  readonly allNames: readonly string[];
  /** Texts under a key that gives a name, in the values of any chart. */
  readonly mentioned: ReadonlySet<string>;
  /** `namespace/name` of objects whose kind nobody here knows: an operator may make more of them. */
  readonly customNames: ReadonlySet<string>;
}

const cache = new WeakMap<TreeView, Bringers>();

/**
 * Whether a chart or an operator may bring an object although nobody says so: it bears the name of a release in its
 * namespace, a chart's values name it, or a custom object of an unknown kind has its name. Asked only for a tree whose
 * `declared` is false.
 */
export function mayBeBrought(view: TreeView, { namespace, name }: ResourceId): boolean {
  if (view.settings.declared) return false;
  const { names, allNames, mentioned, customNames } = bringersOf(view);
  const bearers = namespace === undefined ? allNames : (names.get(namespace) ?? []);
  if (bearers.some((bearer) => name === bearer || name.startsWith(`${bearer}-`))) return true;
  return namespace === undefined ? mentioned.has(name) : customNames.has(`${namespace}/${name}`);
}

/** True for an object of a kind that no schema knows: nobody here can say what its operator makes. */
export function isUnknownKind({ settings: { schemas } }: TreeView, { id, object }: AppliedObject): boolean {
  if (!id.group.includes('.') || typeof object.apiVersion !== 'string') return false;
  return schemas?.versionsOf(id.group, id.kind).length === 0;
}

function bringersOf(view: TreeView): Bringers {
  const known = cache.get(view) ?? collect(view);
  cache.set(view, known);
  return known;
}

function collect(view: TreeView): Bringers {
  const names = new Map<string, string[]>();
  const mentioned = new Set<string>();
  for (const { chart, release, namespace, values } of chartInstalls(view)) {
    const bearers = [release, ...(chart === undefined ? [] : [chart])];
    names.set(namespace, [...(names.get(namespace) ?? []), ...bearers]);
    for (const { key, value } of walkValues(values)) {
      if (typeof value === 'string' && /name$/i.test(key)) mentioned.add(value);
    }
  }
  const custom = view.index.all.filter((object) => isUnknownKind(view, object));
  return {
    names,
    allNames: [...names.values()].flat(),
    mentioned,
    customNames: new Set(custom.map(({ id }) => `${id.namespace ?? ''}/${id.name}`)),
  };
}
