import { field, isMap } from '../../flux/kustomize/built.js';
import type { AppliedObject, JsonPath } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';

const ADDRESS = 'cdk8s.io/metadata.addr';
/** `app-deployment-c8a1b2c3`: what cdk8s calls an object that nobody named. */
const HASHED = /-c8[0-9a-f]{6}$/;
const SELECTORS: readonly JsonPath[] = [
  ['spec', 'selector'],
  ['spec', 'selector', 'matchLabels'],
  ['spec', 'podSelector', 'matchLabels'],
];

/** A selector cannot be changed in the cluster: a default that slips in stays until everything is deleted (trap 75). */
export const cdk8sDefaults: TreeRule = {
  name: 'cdk8s-defaults',
  severity: 'error',
  description:
    'An object has what cdk8s-plus gives when nobody says anything: a selector over the construct’s path, or a name that ends in its hash. Selectors cannot change in the cluster, so that moving the construct makes the next apply fail; a new name makes a new object, with an empty volume.',
  remediation: 'give the object a name, and pods labels of their own to be selected by',
  sources: ['DC-05', 'DC-06', 'trap 75'],
  *check({ index }) {
    for (const at of index.all) {
      for (const path of SELECTORS) {
        const selector = selectorAt(at, path);
        if (selector?.[ADDRESS] === undefined) continue;
        yield {
          at,
          path: [...path, ADDRESS],
          message: 'selects by the path of a construct, which changes when it moves',
        };
      }
      if (!HASHED.test(at.id.name)) continue;
      yield { at, path: ['metadata', 'name'], message: `name "${at.id.name}" ends in the hash of a construct's path` };
    }
  },
};

function selectorAt({ object }: AppliedObject, path: JsonPath) {
  const selector = field(object, ...(path as string[]));
  return isMap(selector) ? selector : undefined;
}
