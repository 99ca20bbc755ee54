import { unitGraph } from '../../../lib/flux/tree/unit-graph.js';
import type { FluxUnit, TreeView } from '../../../lib/flux/tree/view.js';

/** Units that cannot go on while one fails: those that depend on it, directly or through others, and those that it applies. */
export function heldBackBy(view: TreeView, failing: FluxUnit): readonly FluxUnit[] {
  const graph = unitGraph(view);
  const found = new Set<FluxUnit>([failing]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const one of view.units) {
      const waits = graph.dependenciesOf(one).some(({ unit: on }) => on !== undefined && found.has(on));
      // Who is applied by a unit that is held back keeps what it has; it is not held back itself.
      const applied = one.kustomization.unit === failing;
      if (found.has(one) || !(waits || applied)) continue;
      found.add(one);
      grown = true;
    }
  }
  found.delete(failing);
  return [...found];
}
