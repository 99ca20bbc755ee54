import { type AlertGroup, type Cluster, monitoring, prometheusRuleSpec, Unit } from '../../../lib/index.js';
import { dynamicAppsAlerts } from './alerts/dynamic-apps-alerts.js';
import { n8nAlerts } from './alerts/n8n-alerts.js';
import { failedAuthAlerts, resourceTrendAlerts } from './alerts/weekly-review.js';

/** Alerts of the automation path and of the apps that it deploys (S1-86 to S1-88). */
export function kubePrometheusStackAlerts(cluster: Cluster): Unit {
  const unit = new Unit(cluster.apps('monitoring'), 'kube-prometheus-stack-alerts', {
    folder: 'kube-prometheus-stack',
    path: 'alerts',
  });
  alerts(unit, 'n8n-alerts', [n8nAlerts(), failedAuthAlerts()]);
  alerts(unit, 'dynamic-apps-alerts', [dynamicAppsAlerts(), resourceTrendAlerts()]);
  return unit;
}

function alerts(unit: Unit, name: string, groups: readonly AlertGroup[]): void {
  const rule = new monitoring.PrometheusRule(unit, name, {
    // A stack with the chart's own defaults reads only rules of its release (trap 27).
    metadata: { labels: { release: 'kube-prometheus-stack' } },
    spec: prometheusRuleSpec(groups),
  });
  unit.place(rule, `${name}.yaml`);
}
