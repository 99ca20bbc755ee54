import { chartsOf } from '../../flux/chart/release-chart.js';
import { releaseImages } from '../../flux/chart/release-images.js';
import { imageKey } from '../../model/image-reference.js';
import { chartKey } from '../../model/lock.js';
import type { TreeRule } from '../tree-rule.js';
import { runsOn } from './runs-on.js';

/** The same for images that charts bring. Only a warning: a chart may not use what its defaults name. */
export const chartImageArchitecture: TreeRule = {
  name: 'chart-image-architecture',
  severity: 'warning',
  description:
    'An image that a chart names by its defaults or the release’s values has no build for the architecture of the cluster’s nodes, by charts.lock.yaml: its pod never starts there.',
  remediation: 'turn that part of the chart off, or give an image that is built for the cluster',
  sources: ['trap 24', 'S1-47'],
  *check(view) {
    const { lock, architecture } = view.settings;
    if (lock === undefined || architecture === undefined || lock.charts.size === 0) return;
    for (const use of chartsOf(view)) {
      const chart = lock.charts.get(chartKey(use.chart));
      if (chart === undefined) continue;
      for (const { path, own, text, reference } of releaseImages(chart, use.values)) {
        const platforms = Object.keys(lock.images.get(imageKey(reference))?.platforms ?? {});
        if (platforms.length === 0 || platforms.some((platform) => runsOn(platform, architecture))) continue;
        const message = `chart ${chart.name} ${chart.version}, value "${path.join('.')}": image ${text} has no build for linux/${architecture}, only ${platforms.join(', ')}`;
        yield { at: use.at, path: own ? ['spec', 'values', ...path] : use.path, message };
      }
    }
  },
};
