import type { ExternalObject } from '../../model/external.js';
import type { ResourceId } from '../../model/manifest.js';
import { isClusterScoped } from '../../model/scope.js';
import { idKey } from '../tree/object-index.js';
import type { AppliedObject, TreeView } from '../tree/view.js';
import { BRINGERS } from './bringers/all.js';
import type { Brought } from './brought.js';
import { keysOf, portsOf } from './facts.js';

/** An object that is in the cluster once everything is reconciled. */
export interface Present {
  readonly id: ResourceId;
  /** Where the tree itself has it. */
  readonly object?: AppliedObject;
  /** Keys of a Secret or ConfigMap; undefined where any may be there. */
  readonly keys?: ReadonlySet<string>;
  /** Names and numbers of a Service's ports; undefined where any may be there. */
  readonly ports?: ReadonlySet<string | number>;
}

const cache = new WeakMap<TreeView, Presence>();

/** What is in the cluster by a tree, asked for once a check. */
export function presence(view: TreeView): Presence {
  const known = cache.get(view) ?? new Presence(view);
  cache.set(view, known);
  return known;
}

/**
 * Everything that a reference may lead to: what the tree applies, what its objects make in turn (the Secret of an
 * ExternalSecret, the Services of a database), and what is declared to come from elsewhere.
 */
export class Presence {
  private readonly made = new Map<string, Present>();
  private readonly patterns = new Map<string, { readonly prefix: string; readonly present: Present }[]>();
  private readonly namesByKind = new Map<string, Map<string, Set<string>>>();

  constructor(private readonly view: TreeView) {
    const merged: Present[] = [];
    for (const object of view.index.all) {
      for (const brought of BRINGERS.get(`${object.id.group}/${object.id.kind}`)?.(object, view) ?? []) {
        const present = asPresent(brought, object.id.namespace);
        if (brought.merged) merged.push(present);
        else this.add(present);
      }
    }
    for (const external of view.settings.external) this.add(asPresent(external));
    for (const present of merged) this.merge(present);
  }

  /** The object with an identity; a namespace is looked at only where the kind has one. */
  get(id: ResourceId): Present | undefined {
    const made = this.made.get(idKey(id)) ?? this.matching(id);
    const object = this.view.index.get(id);
    if (object === undefined) return made;
    const own = ownPresent(object);
    return made === undefined ? own : union(own, made);
  }

  has(id: ResourceId): boolean {
    const own = this.view.index.get(id) ?? this.made.get(idKey(id)) ?? this.matching(id);
    return own !== undefined;
  }

  /** Names of a kind in a namespace, for a hint. */
  names({ group, kind, namespace = '' }: Omit<ResourceId, 'name'>): readonly string[] {
    return [...(this.allNames(group, kind).get(namespace) ?? [])];
  }

  /** Namespaces that have an object of this kind and name, for a hint. */
  namespacesWith({ group, kind, name }: ResourceId): readonly string[] {
    const all = [...this.allNames(group, kind)];
    return all.filter(([namespace, names]) => namespace !== '' && names.has(name)).map(([namespace]) => namespace);
  }

  private allNames(group: string, kind: string): ReadonlyMap<string, ReadonlySet<string>> {
    const key = `${group}/${kind}`;
    const known = this.namesByKind.get(key);
    if (known !== undefined) return known;
    const found = new Map<string, Set<string>>();
    const own = this.view.index.ofKind(group, kind).map(({ id }) => id);
    const made = [...this.made.values()].map(({ id }) => id).filter((id) => id.group === group && id.kind === kind);
    for (const { namespace = '', name } of [...own, ...made]) {
      const names = found.get(namespace) ?? new Set();
      found.set(namespace, names.add(name));
    }
    this.namesByKind.set(key, found);
    return found;
  }

  private add(present: Present): void {
    const { name } = present.id;
    if (name.endsWith('*')) {
      const key = patternKey(present.id);
      const list = this.patterns.get(key) ?? [];
      list.push({ prefix: name.slice(0, -1), present });
      this.patterns.set(key, list);
      return;
    }
    const key = idKey(present.id);
    const known = this.made.get(key);
    this.made.set(key, known === undefined ? present : union(known, present));
  }

  /** Keys that are added to an object of somebody else; nothing where there is no such object. */
  private merge(present: Present): void {
    if (this.get(present.id) !== undefined) this.add(present);
  }

  private matching(id: ResourceId): Present | undefined {
    return this.patterns.get(patternKey(id))?.find(({ prefix }) => id.name.startsWith(prefix))?.present;
  }
}

function asPresent(of: Brought | ExternalObject, home?: string): Present {
  const { group = '', kind, name, keys, ports } = of;
  const namespace = isClusterScoped(group, kind) ? undefined : (of.namespace ?? home);
  return {
    id: namespace === undefined ? { group, kind, name } : { group, kind, namespace, name },
    ...(keys === undefined ? {} : { keys: new Set(keys) }),
    ...(ports === undefined ? {} : { ports: new Set(ports) }),
  };
}

function ownPresent(object: AppliedObject): Present {
  const { id } = object;
  if (id.group !== '') return { id, object };
  if (id.kind === 'Secret' || id.kind === 'ConfigMap') return { id, object, keys: new Set(keysOf(object.object)) };
  return id.kind === 'Service' ? { id, object, ports: new Set(portsOf(object.object)) } : { id, object };
}

/** Two makers of one object: what either is not known to leave out may be there. */
function union(one: Present, other: Present): Present {
  const { keys, ports, ...rest } = { ...other, ...one };
  return {
    ...rest,
    ...(one.keys && other.keys ? { keys: new Set([...one.keys, ...other.keys]) } : {}),
    ...(one.ports && other.ports ? { ports: new Set([...one.ports, ...other.ports]) } : {}),
  };
}

function patternKey({ group, kind, namespace = '' }: ResourceId): string {
  return `${group}/${kind}/${namespace}`;
}
