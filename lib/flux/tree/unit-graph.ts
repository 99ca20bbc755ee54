import { field, mapsOf } from '../kustomize/built.js';
import type { FluxUnit, JsonPath, TreeView } from './view.js';

/** An entry of `dependsOn`. */
export interface UnitDependency {
  readonly namespace: string;
  readonly name: string;
  readonly path: JsonPath;
  /** Undefined where the tree has no such unit. */
  readonly unit: FluxUnit | undefined;
}

const cache = new WeakMap<TreeView, UnitGraph>();

/** How the units of a tree hang together, worked out once a check. */
export function unitGraph(view: TreeView): UnitGraph {
  const known = cache.get(view) ?? new UnitGraph(view);
  cache.set(view, known);
  return known;
}

/** Units by name, who applies whom, and what is ready before what. */
export class UnitGraph {
  private readonly byKey = new Map<string, FluxUnit>();
  private readonly deps = new Map<FluxUnit, readonly UnitDependency[]>();
  private readonly childrenOf = new Map<FluxUnit, FluxUnit[]>();
  /** In which walk a unit was last met, so that a walk needs no set of its own. */
  private readonly seen = new Map<FluxUnit, number>();
  private walk = 0;

  constructor(view: TreeView) {
    for (const unit of view.units) this.byKey.set(unitKey(unit), unit);
    for (const unit of view.units) {
      this.deps.set(unit, this.readDependencies(unit));
      const parent = unit.kustomization.unit;
      if (parent !== undefined) this.childrenOf.set(parent, [...(this.childrenOf.get(parent) ?? []), unit]);
    }
  }

  get(namespace: string, name: string): FluxUnit | undefined {
    return this.byKey.get(unitKey({ namespace, name }));
  }

  dependenciesOf(unit: FluxUnit): readonly UnitDependency[] {
    return this.deps.get(unit) ?? [];
  }

  /** Units whose Kustomizations this one applies. */
  children(unit: FluxUnit): readonly FluxUnit[] {
    return this.childrenOf.get(unit) ?? [];
  }

  /** Who applies this unit, who applies that one, and so on up to what a person applies. */
  *ancestors(unit: FluxUnit): Iterable<FluxUnit> {
    const seen = new Set([unit]);
    for (let at = unit.kustomization.unit; at !== undefined && !seen.has(at); at = at.kustomization.unit) {
      seen.add(at);
      yield at;
    }
  }

  /**
   * True where a unit is ready before another is applied: that one depends on it, through others too, or an ancestor of
   * that one does; or one of those applies it and waits for what it applies.
   */
  isReadyBefore(provider: FluxUnit, unit: FluxUnit): boolean {
    return this.comesBefore(unit, (one) => one === provider);
  }

  /** True where what a unit applies has been applied by the time another one is: it is ready, or an ancestor of such. */
  isAppliedBefore(provider: FluxUnit, unit: FluxUnit): boolean {
    if (this.isAncestor(provider, unit)) return true;
    const applies = this.children(provider).length > 0;
    return this.comesBefore(unit, (one) => one === provider || (applies && this.isAncestor(provider, one)));
  }

  private comesBefore(unit: FluxUnit, wanted: (one: FluxUnit) => boolean): boolean {
    this.walk += 1;
    const open = this.unitsBefore(unit);
    for (const ancestor of this.ancestors(unit)) open.push(...this.unitsBefore(ancestor));
    // Direct dependencies first: they are the answer nearly always.
    if (open.some(wanted)) return true;
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      if (this.seen.get(one) === this.walk) continue;
      this.seen.set(one, this.walk);
      if (wanted(one)) return true;
      open.push(...this.unitsBefore(one), ...(waits(one) ? this.children(one) : []));
    }
    return false;
  }

  private isAncestor(ancestor: FluxUnit, unit: FluxUnit): boolean {
    for (const one of this.ancestors(unit)) if (one === ancestor) return true;
    return false;
  }

  private unitsBefore(unit: FluxUnit): FluxUnit[] {
    return this.dependenciesOf(unit).flatMap(({ unit: one }) => one ?? []);
  }

  private readDependencies(unit: FluxUnit): UnitDependency[] {
    return mapsOf(field(unit.kustomization.object, 'spec', 'dependsOn')).map(({ name, namespace }, index) => {
      const key = { namespace: typeof namespace === 'string' ? namespace : unit.namespace, name: String(name ?? '') };
      return { ...key, path: ['spec', 'dependsOn', index], unit: this.byKey.get(unitKey(key)) };
    });
  }
}

/** True where a unit is ready only when what it applies is. */
export function waits({ kustomization: { object } }: FluxUnit): boolean {
  return field(object, 'spec', 'wait') === true;
}

/** `namespace/name`. */
export function unitKey({ namespace, name }: Pick<FluxUnit, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}
