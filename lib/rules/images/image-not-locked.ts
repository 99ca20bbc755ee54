import { imagesOf } from '../../flux/images/image-uses.js';
import { imageKey } from '../../model/image-reference.js';
import { LOCK_FILE } from '../../model/lock.js';
import { listed } from '../listed.js';
import type { TreeRule } from '../tree-rule.js';

/** What is not locked is not checked: one line a cluster says so. */
export const imageNotLocked: TreeRule = {
  name: 'image-not-locked',
  severity: 'info',
  description:
    'charts.lock.yaml has no entry for these images, so that nobody can tell offline whether they exist and run on the cluster’s nodes.',
  remediation: 'run npm run lock where the registries can be reached, and commit charts.lock.yaml',
  sources: ['trap 24'],
  *check(view) {
    const { lock } = view.settings;
    const missing = new Set<string>();
    for (const { reference } of imagesOf(view)) {
      const key = imageKey(reference);
      if (lock?.images.has(key) !== true) missing.add(key);
    }
    if (missing.size === 0) return;
    yield { at: { file: LOCK_FILE }, message: `not locked: ${listed(missing, 'image')}` };
  },
};
