import { chartsOf } from '../../flux/chart/release-chart.js';
import { inVersionRange } from '../../flux/chart/version-range.js';
import { chartKey } from '../../model/lock.js';
import type { TreeRule } from '../tree-rule.js';

/** helm refuses a chart whose range leaves the cluster's Kubernetes out. */
export const chartKubeVersion: TreeRule = {
  name: 'chart-kube-version',
  severity: 'error',
  description:
    'A chart’s kubeVersion, by charts.lock.yaml, leaves the cluster’s Kubernetes out: helm refuses to install or upgrade it.',
  remediation: 'take a version of the chart that supports the cluster’s Kubernetes',
  sources: ['DC-14', 'VERIFIED: ignored values'],
  *check(view) {
    const { lock, kubernetesVersion } = view.settings;
    if (lock === undefined || lock.charts.size === 0) return;
    for (const { at, path, chart } of chartsOf(view)) {
      const range = lock.charts.get(chartKey(chart))?.kubeVersion;
      if (range === undefined || inVersionRange(kubernetesVersion, range) !== false) continue;
      const name = `chart ${chart.name} ${chart.version}`;
      yield { at, path, message: `${name} wants Kubernetes ${range}, the cluster has ${kubernetesVersion}` };
    }
  },
};
