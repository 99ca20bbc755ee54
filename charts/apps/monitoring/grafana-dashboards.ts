import { type Cluster, ConfigFiles, Unit } from '../../../lib/index.js';
import { dynamicAppsDashboard } from './dashboards/dynamic-apps.js';
import { n8nAutomationDashboard } from './dashboards/n8n-automation.js';

/**
 * Dashboards as JSON in Git, which Grafana's sidecar finds by their label (S1-84, S1-85). They wait for the unit of the
 * definitions alone, with which their namespace comes, and not for a stack that takes long.
 */
export function grafanaDashboards(cluster: Cluster, { definitions }: { readonly definitions: Unit }): Unit {
  const unit = new Unit(cluster.apps('monitoring'), 'grafana-dashboards', { path: '.', dependsOn: [definitions] });
  new ConfigFiles(
    unit,
    'grafana-dashboards',
    { 'n8n-automation.json': n8nAutomationDashboard(), 'dynamic-apps.json': dynamicAppsDashboard() },
    { labels: { grafana_dashboard: '1' } },
  );
  return unit;
}
