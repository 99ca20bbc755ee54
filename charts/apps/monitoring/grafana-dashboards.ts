import { type Cluster, ConfigFiles, Unit } from '../../../lib/index.js';
import { dynamicAppsDashboard } from './dashboards/dynamic-apps.js';
import { n8nAutomationDashboard } from './dashboards/n8n-automation.js';

/** Dashboards as JSON in Git, which Grafana's sidecar finds by their label (S1-84, S1-85). */
export function grafanaDashboards(cluster: Cluster): Unit {
  const unit = new Unit(cluster.apps('monitoring'), 'grafana-dashboards', { path: '.' });
  new ConfigFiles(
    unit,
    'grafana-dashboards',
    { 'n8n-automation.json': n8nAutomationDashboard(), 'dynamic-apps.json': dynamicAppsDashboard() },
    { labels: { grafana_dashboard: '1' } },
  );
  return unit;
}
