import { imagesOf } from '../../flux/images/image-uses.js';
import { imageKey } from '../../model/image-reference.js';
import type { TreeRule } from '../tree-rule.js';

/** A digest wins over its tag: what runs is not what the tag says. */
export const imageDigest: TreeRule = {
  name: 'image-digest',
  severity: 'error',
  description:
    'An image is pinned to a digest that its tag did not name when it was locked: the runtime takes the digest, so that another version runs than the one that is read.',
  remediation: 'take the digest that charts.lock.yaml has, or run npm run lock -- --refresh if the tag was moved',
  sources: ['S1-47', 'DC-08'],
  *check(view) {
    const { lock } = view.settings;
    if (lock === undefined || lock.images.size === 0) return;
    for (const { at, path, text, reference } of imagesOf(view)) {
      const { tag, digest } = reference;
      const locked = tag === undefined || digest === undefined ? undefined : lock.images.get(imageKey(reference));
      if (locked === undefined || locked.digest === digest) continue;
      // The digest of one platform's build belongs to the tag as well.
      if (Object.values(locked.platforms).includes(digest as string)) continue;
      yield { at, path, message: `image ${text} is not what its tag names, ${locked.digest}` };
    }
  },
};
