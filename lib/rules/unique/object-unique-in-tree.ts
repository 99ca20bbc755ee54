import { folderOf } from '../../flux/kustomize/paths.js';
import { ssaMode } from '../../flux/ownership/apply-mode.js';
import { UNKNOWN } from '../../flux/tree/unknown.js';
import type { AppliedObject, FluxUnit, TreeFinding } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';

/** Two Kustomizations that own one object undo each other, and the first that prunes deletes it for both. */
export const objectUniqueInTree: TreeRule = {
  name: 'object-unique-in-tree',
  severity: 'error',
  description:
    'An object is brought by two Kustomizations. Flux applies everything as one field manager: the two undo each other at every interval without a warning, and the one that prunes it deletes it for both. Another version of the same kind is the same object.',
  remediation: 'keep the object in one place, and let the other unit depend on the unit that has it',
  sources: ['DC-11', 'DC-15', 'DC-14', 'trap 2', 'trap 82', 'trap 83', 'S3-91'],
  *check({ index, settings: { declared } }) {
    const samePath = new Set<FluxUnit>();
    for (const found of index.identities.values()) {
      if (found.length < 2) continue;
      const [first, ...others] = found.filter(isOwned);
      if (first === undefined || first.id.name.includes(UNKNOWN)) continue;
      // What one Kustomization builds twice is kustomize-build's matter.
      const said = new Set([first.unit]);
      for (const other of others) {
        const { unit } = other;
        if (unit !== undefined && said.has(unit)) continue;
        // A whole repository may have several clusters, and a person applies each folder to its own.
        if (unit === undefined && first.unit === undefined && !declared && areApart(first, other)) continue;
        said.add(unit);
        // Units that share a path share every object: one finding says it, at the Kustomization.
        if (unit === undefined || other.document !== first.document) yield twice(first, other);
        else if (!samePath.has(unit)) {
          samePath.add(unit);
          const { name, kustomization } = first.unit ?? { name: 'bootstrap', kustomization: first };
          const message = `applies what unit ${name} applies already (${kustomization.document.file}), ${other.document.file} among it`;
          yield { at: unit.kustomization, path: ['spec', 'path'], message };
        }
      }
    }
  },
};

function areApart(one: AppliedObject, other: AppliedObject): boolean {
  return folderOf(one.document.file) !== folderOf(other.document.file);
}

/** What Flux leaves to others, or writes only when it is not there, has no second owner in it. */
function isOwned({ object, id }: AppliedObject): boolean {
  const mode = ssaMode(object);
  return id.name !== '' && mode !== 'ignore' && mode !== 'ifnotpresent';
}

function twice(first: AppliedObject, other: AppliedObject): TreeFinding {
  const versions = first.object.apiVersion === other.object.apiVersion ? '' : ` as ${first.object.apiVersion}`;
  const { unit, document } = first;
  const by = [other.unit, unit].map((one) => (one === undefined ? 'bootstrap' : `unit ${one.name}`));
  return { at: other, message: `is brought by ${by.join(' and by ')} (${document.file}${versions})` };
}
