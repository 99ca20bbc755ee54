import { type UnitGraph, unitGraph, unitKey } from '../../lib/flux/tree/unit-graph.js';
import type { FluxUnit, TreeView } from '../../lib/flux/tree/view.js';

/**
 * Units by the wave in which they can become ready: a unit comes after those that it depends on and after who applies
 * it; one that applies others and does not wait for them is ready before them.
 */
export function wavesOf(view: TreeView): readonly (readonly FluxUnit[])[] {
  const graph = unitGraph(view);
  const known = new Map<FluxUnit, number>();
  const waves: FluxUnit[][] = [];
  for (const unit of view.units) {
    const wave = waveOf(unit, graph, known, new Set());
    waves[wave] ??= [];
    waves[wave].push(unit);
  }
  return waves.map((units) => units ?? []);
}

function waveOf(unit: FluxUnit, graph: UnitGraph, known: Map<FluxUnit, number>, open: Set<FluxUnit>): number {
  const there = known.get(unit);
  if (there !== undefined) return there;
  if (open.has(unit)) throw new Error(`${unitKey(unit)} depends on itself`);
  open.add(unit);
  const parent = unit.kustomization.unit;
  const before = graph.dependenciesOf(unit).flatMap(({ unit: one }) => one ?? []);
  const wave =
    Math.max(
      -1,
      ...[...before, ...(parent === undefined || parent === unit ? [] : [parent])].map((one) =>
        waveOf(one, graph, known, open),
      ),
    ) + 1;
  open.delete(unit);
  known.set(unit, wave);
  return wave;
}

/** Every pair of a unit and one that it depends on. */
export function* dependencies(view: TreeView): Iterable<{ readonly unit: FluxUnit; readonly on: FluxUnit }> {
  const graph = unitGraph(view);
  for (const unit of view.units) {
    for (const { unit: on } of graph.dependenciesOf(unit)) if (on !== undefined) yield { unit, on };
  }
}
