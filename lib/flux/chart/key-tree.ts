import type { Json, JsonObject } from '../../model/json.js';
import type { ValueKeys, ValueMap } from '../../model/lock.js';

type Leaf = Exclude<ValueKeys, ValueMap>;

interface Branch {
  readonly children: Map<string, Branch | Leaf>;
  /** Handed on by a template: every key that templates mention may be read below. */
  handed: boolean;
}

export type KeyPath = readonly string[];

/** Keys that nobody writes: they would change what a plain object is. */
const FORBIDDEN = new Set(['__proto__', '*']);

/** The keys of a chart's values while they are being found. */
export class KeyTree {
  private readonly root: Branch = { children: new Map(), handed: false };

  /** Keys of the defaults. What is `{}` or null there is open: any key, or any value. */
  addDefaults(values: JsonObject, at: KeyPath = []): void {
    const branch = this.branchAt(at);
    if (branch !== undefined) fill(branch, values);
  }

  /** A key that something reads; its value may be anything unless it is known. */
  add(path: KeyPath, leaf: Leaf = 'any'): void {
    const branch = this.branchAt(path.slice(0, -1));
    const name = path.at(-1);
    if (name === undefined || FORBIDDEN.has(name) || branch === undefined) return;
    if (!branch.children.has(name)) branch.children.set(name, leaf);
  }

  /** A map that is taken as it is. */
  open(path: KeyPath): void {
    const name = path.at(-1);
    const branch = this.branchAt(path.slice(0, -1));
    if (name === undefined) this.root.children.set('*', 'any');
    else if (branch !== undefined && typeof branch.children.get(name) !== 'string') branch.children.set(name, 'map');
  }

  /** A map that is handed on to a named template. */
  hand(path: KeyPath): void {
    const found = this.at(path);
    if (found !== undefined && typeof found !== 'string') found.handed = true;
  }

  /** Puts another chart's keys below a name, without taking away what is there. */
  mount(path: KeyPath, other: KeyTree): void {
    const branch = this.branchAt(path);
    if (branch !== undefined) merge(branch, other.root);
  }

  /** The keys below a name, to be put elsewhere: `global` of a subchart. */
  part(path: KeyPath): KeyTree | undefined {
    const found = this.at(path);
    if (found === undefined || typeof found === 'string') return undefined;
    const part = new KeyTree();
    merge(part.root, found);
    return part;
  }

  isMap(path: KeyPath): boolean {
    const found = this.at(path);
    return found !== undefined && typeof found !== 'string';
  }

  /** True where a map is handed on somewhere. */
  get handsOn(): boolean {
    const handsOn = (branch: Branch): boolean =>
      branch.handed || [...branch.children.values()].some((child) => typeof child !== 'string' && handsOn(child));
    return handsOn(this.root);
  }

  /** As plain data, keys sorted. */
  toValueMap(): ValueMap {
    return plain(this.root);
  }

  private at(path: KeyPath): Branch | Leaf | undefined {
    let found: Branch | Leaf | undefined = this.root;
    for (const name of path) {
      if (found === undefined || typeof found === 'string') return undefined;
      found = found.children.get(name);
    }
    return found;
  }

  /** The map at a path, made where nothing is; undefined where something open or scalar is on the way. */
  private branchAt(path: KeyPath): Branch | undefined {
    let branch = this.root;
    for (const name of path) {
      if (FORBIDDEN.has(name)) return undefined;
      const child = branch.children.get(name);
      if (child === undefined) {
        const made: Branch = { children: new Map(), handed: false };
        branch.children.set(name, made);
        branch = made;
      } else if (typeof child === 'string') {
        // A chart that looks into what its defaults call a scalar takes several types.
        if (child !== 'map' && child !== 'list') branch.children.set(name, 'any');
        return undefined;
      } else branch = child;
    }
    return branch;
  }
}

function fill(branch: Branch, values: JsonObject): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || FORBIDDEN.has(name)) continue;
    const known = branch.children.get(name);
    if (isFilledMap(value)) {
      const child = known !== undefined && typeof known !== 'string' ? known : { children: new Map(), handed: false };
      fill(child, value);
      branch.children.set(name, child);
    } else if (known === undefined) branch.children.set(name, leafOf(value));
  }
}

function isFilledMap(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
}

function leafOf(value: Json): Leaf {
  if (value === null) return 'any';
  if (Array.isArray(value)) return 'list';
  return typeof value === 'object' ? 'map' : (typeof value as 'string' | 'number' | 'boolean');
}

function merge(into: Branch, from: Branch): void {
  into.handed ||= from.handed;
  for (const [name, child] of from.children) {
    const known = into.children.get(name);
    if (typeof child === 'string') {
      if (known === undefined) into.children.set(name, child);
      // Open in one of the two is open.
      else if (typeof known !== 'string' && (child === 'any' || child === 'map')) into.children.set(name, child);
    } else if (known === undefined) {
      const made: Branch = { children: new Map(), handed: false };
      merge(made, child);
      into.children.set(name, made);
    } else if (typeof known !== 'string') merge(known, child);
  }
}

function plain({ children, handed }: Branch): ValueMap {
  const names = [...children.keys()].sort();
  const entries = names.map((name) => {
    const child = children.get(name) as Branch | Leaf;
    return [name, typeof child === 'string' ? child : plain(child)] as const;
  });
  const rest = handed && !children.has('*') ? [['*', 'mentioned'] as const] : [];
  return Object.fromEntries([...rest, ...entries]);
}
