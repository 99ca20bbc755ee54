import { type ImageUse, imagesOf } from '../../flux/images/image-uses.js';
import { imageKey } from '../../model/image-reference.js';
import type { LockedImage } from '../../model/lock.js';
import type { TreeRule } from '../tree-rule.js';
import { runsOn } from './runs-on.js';

/** An image that has no build for the cluster's nodes never starts there (S1-47, trap 24). */
export const imageArchitecture: TreeRule = {
  name: 'image-architecture',
  severity: 'error',
  description:
    'An image has no build for the architecture of the cluster’s nodes, by charts.lock.yaml: the pod is pulled, and crashes with "exec format error" or never starts.',
  remediation: 'take an image or a tag that is built for the cluster, or build it for several platforms',
  sources: ['trap 24', 'S1-47', 'S1-31'],
  *check(view) {
    const { lock, architecture } = view.settings;
    if (lock === undefined || lock.images.size === 0) return;
    for (const use of imagesOf(view)) {
      const locked = lock.images.get(imageKey(use.reference));
      const wanted = use.architecture ?? architecture;
      if (locked === undefined || wanted === undefined) continue;
      const platforms = platformsOf(use, locked);
      if (platforms === undefined || platforms.some((platform) => runsOn(platform, wanted))) continue;
      const has = platforms.length === 0 ? 'nothing' : platforms.join(', ');
      yield { at: use.at, path: use.path, message: `${subject(use)} has no build for linux/${wanted}, only ${has}` };
    }
  },
};

/** A pinned digest may be that of one platform alone; of one that moved since, nobody here knows. */
function platformsOf({ reference: { digest } }: ImageUse, { digest: locked, platforms }: LockedImage) {
  const all = Object.keys(platforms);
  if (digest === undefined || digest === locked) return all;
  const own = all.filter((platform) => platforms[platform] === digest);
  return own.length === 0 ? undefined : own;
}

function subject({ container, text }: ImageUse): string {
  return container === undefined ? `image ${text}` : `container ${container}: image ${text}`;
}
