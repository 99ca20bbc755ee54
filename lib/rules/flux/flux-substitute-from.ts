import { field, mapsOf } from '../../flux/kustomize/built.js';
import { presence } from '../../flux/presence/presence.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { FluxUnit, TreeFinding, TreeView } from '../../flux/tree/view.js';
import { missingObject } from '../references/missing-object.js';
import type { TreeRule } from '../tree-rule.js';

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Flux stops at a missing source of variables, and at a name that no variable can have. */
export const fluxSubstituteFrom: TreeRule = {
  name: 'flux-substitute-from',
  severity: 'error',
  description:
    'substituteFrom names what is not in the Kustomization’s own namespace, what the Kustomization itself brings, or something with keys that are no names of variables: Flux applies nothing.',
  remediation: 'name a Secret or ConfigMap in the namespace of the Kustomization that another Kustomization brings',
  sources: ['S1-21', 'S1-22', 'trap 11', 'trap 86', 'VERIFIED: substitution'],
  *check(view) {
    for (const unit of view.units) {
      const from = mapsOf(field(unit.kustomization.object, 'spec', 'postBuild', 'substituteFrom'));
      for (const [index, entry] of from.entries()) {
        yield* source(view, unit, index, String(entry.kind ?? ''), String(entry.name ?? ''), entry.optional === true);
      }
      yield* names(unit, [...unit.substitution.variables.keys()]);
    }
  },
};

function* source(
  view: TreeView,
  unit: FluxUnit,
  index: number,
  kind: string,
  name: string,
  optional: boolean,
): Iterable<TreeFinding> {
  const at = unit.kustomization;
  const path = ['spec', 'postBuild', 'substituteFrom', index];
  if (kind !== 'Secret' && kind !== 'ConfigMap') {
    yield { at, path: [...path, 'kind'], message: `is "${kind}", and has to be Secret or ConfigMap` };
    return;
  }
  if (isUnknown(name)) return;
  const target = { group: '', kind, namespace: unit.namespace, name };
  // Known values are those of a Secret or of a ConfigMap: where the tree has the one, it has not the other.
  const other = { ...target, kind: kind === 'Secret' ? 'ConfigMap' : 'Secret' };
  const known = view.settings.knownValues.has(`${unit.namespace}/${name}`) && !presence(view).has(other);
  if (!optional && !known) yield* missingObject(view, { at, path: [...path, 'name'], target });
  if (presence(view).get(target)?.object?.unit === unit) {
    const message = `substitutes from ${kind} ${name}, which it brings itself: the first time it is not there yet`;
    yield { at, path, message, hint: 'bring it in a Kustomization of its own, and depend on that' };
  }
}

function* names({ kustomization: at }: FluxUnit, variables: readonly string[]): Iterable<TreeFinding> {
  for (const name of variables.filter((one) => !VARIABLE.test(one))) {
    const message = `"${name}" is no name of a variable, and Flux refuses all of them for it`;
    yield { at, path: ['spec', 'postBuild'], message, hint: 'use letters, digits and "_" only' };
  }
}
