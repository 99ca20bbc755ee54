import { dynamicAppsAlerts } from '../../../charts/apps/monitoring/alerts/dynamic-apps-alerts.js';
import { n8nAlerts } from '../../../charts/apps/monitoring/alerts/n8n-alerts.js';
import { failedAuthAlerts, resourceTrendAlerts } from '../../../charts/apps/monitoring/alerts/weekly-review.js';
import { dynamicAppsDashboard } from '../../../charts/apps/monitoring/dashboards/dynamic-apps.js';
import { n8nAutomationDashboard } from '../../../charts/apps/monitoring/dashboards/n8n-automation.js';
import type { Alert, AlertGroup } from '../../../lib/constructs/monitoring/alert-rule.js';
import type { JsonObject } from '../../../lib/model/json.js';

export const groups: readonly AlertGroup[] = [
  n8nAlerts(),
  failedAuthAlerts(),
  dynamicAppsAlerts(),
  resourceTrendAlerts(),
];

export const alerts: readonly Alert[] = groups.flatMap((group) => group.alerts);

export const dashboards: readonly JsonObject[] = [n8nAutomationDashboard(), dynamicAppsDashboard()];

export interface RenderedPanel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string }[];
  readonly options?: { readonly content?: string };
}

export function panelsOf(dashboard: JsonObject): readonly RenderedPanel[] {
  return dashboard.panels as unknown as readonly RenderedPanel[];
}
