import type { FluxUnit, TreeView, UnitFault } from '../../flux/tree/view.js';

/** Faults of some kinds, each once: units that build the same folder have the same ones. */
export function* unitFaults(
  { units }: TreeView,
  ...kinds: readonly UnitFault['kind'][]
): Iterable<{ readonly unit: FluxUnit; readonly fault: UnitFault }> {
  const seen = new Set<string>();
  for (const unit of units) {
    for (const fault of unit.faults) {
      if (!kinds.includes(fault.kind)) continue;
      const { document, path = [], message } = fault;
      const key = [document.file, document.index, path.join('/'), message].join(' ');
      if (seen.has(key)) continue;
      seen.add(key);
      yield { unit, fault };
    }
  }
}
