import { field } from '../../flux/kustomize/built.js';
import { joinPath } from '../../flux/kustomize/paths.js';
import { fluxObjects, IMAGE_GROUP } from '../../flux/tree/flux-objects.js';
import type { TreeRule } from '../tree-rule.js';

/** An automation whose folder is gone fails at every run, and no image of it is updated. */
export const imageUpdatePath: TreeRule = {
  name: 'image-update-path',
  severity: 'error',
  description:
    'update.path of an ImageUpdateAutomation does not exist in the repository: it fails, and updates nothing.',
  remediation: 'name the folder that holds the marked files',
  sources: ['S1-50', 'VERIFIED: image automation'],
  *check(view) {
    const paths = [...view.sources.keys()];
    for (const at of fluxObjects(view, IMAGE_GROUP, 'ImageUpdateAutomation')) {
      const shown = field(at.object, 'spec', 'update', 'path');
      if (typeof shown !== 'string') continue;
      const path = joinPath('', shown);
      if (path === '' || paths.some((file) => file.startsWith(`${path}/`))) continue;
      yield { at, path: ['spec', 'update', 'path'], message: `path "${shown}" does not exist` };
    }
  },
};
