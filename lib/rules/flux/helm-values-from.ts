import { field, mapsOf } from '../../flux/kustomize/built.js';
import { presence } from '../../flux/presence/presence.js';
import { HELM_GROUP } from '../../flux/presence/releases.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { AppliedObject, TreeFinding, TreeView } from '../../flux/tree/view.js';
import type { JsonObject } from '../../model/json.js';
import { formatResourceId } from '../../model/manifest.js';
import { hintForUnknown } from '../../model/names.js';
import { missingObject } from '../references/missing-object.js';
import type { TreeRule } from '../tree-rule.js';

/** Values are read in the HelmRelease's namespace; what the chart itself reads is in the target namespace (trap 44). */
export const helmValuesFrom: TreeRule = {
  name: 'helm-values-from',
  severity: 'error',
  description:
    'valuesFrom of a HelmRelease names a Secret or ConfigMap that is not in its namespace, or a key that is not in it: the release is never installed or upgraded.',
  remediation: 'bring the object in the namespace of the HelmRelease, under the key that is named',
  sources: ['S2-09', 'S2-28', 'S4-29', 'trap 44', 'VERIFIED: HelmRelease, sources'],
  *check(view) {
    for (const at of view.index.ofKind(HELM_GROUP, 'HelmRelease')) {
      for (const [index, entry] of mapsOf(field(at.object, 'spec', 'valuesFrom')).entries()) {
        yield* values(view, at, index, entry);
      }
    }
  },
};

function* values(view: TreeView, at: AppliedObject, index: number, entry: JsonObject): Iterable<TreeFinding> {
  const { kind, name, valuesKey = 'values.yaml', optional } = entry;
  const path = ['spec', 'valuesFrom', index];
  if (kind !== 'Secret' && kind !== 'ConfigMap') {
    yield { at, path: [...path, 'kind'], message: `is "${String(kind)}", and has to be Secret or ConfigMap` };
    return;
  }
  const target = { group: '', kind, namespace: at.id.namespace ?? '', name: String(name) };
  const gone = optional === true ? [] : [...missingObject(view, { at, path: [...path, 'name'], target })];
  yield* gone;
  const keys = gone.length > 0 || isUnknown(name) ? undefined : presence(view).get(target)?.keys;
  if (keys === undefined || typeof valuesKey !== 'string' || keys.has(valuesKey)) return;
  const message = `${formatResourceId(target)} has no key "${valuesKey}"`;
  yield { at, path: [...path, 'valuesKey'], message, hint: hintForUnknown(valuesKey, keys) };
}
