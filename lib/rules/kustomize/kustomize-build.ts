import { idKey } from '../../flux/tree/object-index.js';
import type { FluxUnit, TreeFinding } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';
import { unitFaults } from './unit-faults.js';

/** What kustomize cannot build, Flux does not apply: no object of the Kustomization changes any more (DC-15). */
export const kustomizeBuild: TreeRule = {
  name: 'kustomize-build',
  severity: 'error',
  description:
    'A path that Flux applies does not build: something listed is missing, an object is there twice, a patch fits nothing, a Kustomization applies itself. Flux then changes nothing of it any more.',
  remediation: 'correct what the kustomization.yaml lists',
  sources: ['DC-15', 'S3-90', 'S4-02', 'trap 14'],
  *check(view) {
    for (const { fault } of unitFaults(view, 'build', 'lists-itself')) {
      const { document: at, message, path, hint } = fault;
      yield { at, message, ...(path === undefined ? {} : { path }), ...(hint === undefined ? {} : { hint }) };
    }
    for (const { fault } of unitFaults(view, 'outside', 'patch-unused')) {
      const { document: at, message, path } = fault;
      const refused = fault.kind === 'outside' ? ': kustomize itself refuses that, Flux does not' : '';
      yield { at, message: `${message}${refused}`, severity: 'warning', ...(path === undefined ? {} : { path }) };
    }
    for (const unit of view.units) yield* twice(unit);
  },
};

/** kustomize refuses an object that it has already. */
function* twice({ name, objects }: FluxUnit): Iterable<TreeFinding> {
  const first = new Map<string, string>();
  for (const object of objects) {
    if (object.id.name === '') continue;
    const key = idKey(object.id);
    const other = first.get(key);
    first.set(key, other ?? object.document.file);
    if (other === undefined) continue;
    const where = other === object.document.file ? 'the same file' : other;
    yield { at: object, message: `Kustomization ${name} builds this object twice, the first time from ${where}` };
  }
}
