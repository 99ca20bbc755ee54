import { installsOf } from '../../flux/helm/chart-installs.js';
import { field, isMap } from '../../flux/kustomize/built.js';
import type { TreeRule } from '../tree-rule.js';
import { valuePath } from '../value-path.js';

/** Values that nothing reads look like a setting, and are none. */
export const authentikExistingSecret: TreeRule = {
  name: 'authentik-existing-secret',
  severity: 'error',
  description:
    'authentik’s chart is given an existing Secret and settings beside it: with the first it renders no Secret of its own, and all other values below `authentik` are ignored without a word.',
  remediation: 'put the setting into the Secret as AUTHENTIK_…, or into global.env, and take the value away',
  sources: ['S2-21', 'S2-36', 'trap 46', 'VERIFIED: authentik'],
  *check(view) {
    for (const { at, values, valuesPath } of installsOf(view, ['authentik'])) {
      const own = field(values, 'authentik');
      if (!isMap(own) || (field(own, 'existingSecret', 'secretName') ?? '') === '') continue;
      for (const key of Object.keys(own)) {
        if (key === 'existingSecret' || key === 'enabled') continue;
        const message = `value authentik.${key} is ignored, since authentik.existingSecret takes the place of all of them`;
        yield { at, path: valuePath(valuesPath, ['authentik', key]), message };
      }
    }
  },
};
