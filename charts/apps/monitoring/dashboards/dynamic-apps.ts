import { dashboard, type JsonObject, panels } from '../../../../lib/index.js';
import { THRESHOLDS } from '../alerts/thresholds.js';
import { DYNAMIC_APPS, requestRate, responseTime, rolloutSuccessRate } from '../queries.js';

const { stat, table, text, timeseries } = panels;

/** The app of a pod of a Deployment: its name without the two hashes at the end. */
const byApp = (vector: string) =>
  `sum by (app) (label_replace(${vector}, "app", "$1", "pod", "(.+)-[a-z0-9]+-[a-z0-9]+"))`;
const CONTAINERS = `${DYNAMIC_APPS},container!=""`;

const SOURCES = `**Per app**: requests, response times and errors are what Cilium's Envoy measured between the Gateway and each app.
They cover traffic that came through the Gateway, not calls from one pod to another, and need Envoy's metrics port
(open by Cilium's default). **Whole tunnel**: cloudflared counts all hosts together, n8n and the registry included.
**Not measured yet**: deployments as the deployer sees them, AI response times and build times come in a later issue.`;

/** The deployed apps: which run, what they use, how they answer (S1-85). */
export function dynamicAppsDashboard(): JsonObject {
  return dashboard({
    title: 'Dynamic Apps Overview',
    uid: 'dynamic-apps-overview',
    description: 'Apps in the namespaces of dynamic apps.',
    tags: ['dynamic-apps'],
    from: 'now-6h',
    rows: [
      {
        title: 'Apps',
        panels: [
          stat({
            title: 'Active apps',
            description: 'Deployments with at least one available replica.',
            queries: [{ expr: `count(kube_deployment_status_replicas_available{${DYNAMIC_APPS}} > 0) or vector(0)` }],
          }),
          stat({
            title: 'Declared apps',
            description: 'Deployments, whether they run or not.',
            queries: [{ expr: `count(kube_deployment_created{${DYNAMIC_APPS}}) or vector(0)` }],
          }),
          stat({
            title: 'Rolled out',
            description: 'Apps that are available and met the deadline of their last rollout. Red below 80 %.',
            queries: [{ expr: rolloutSuccessRate }],
            unit: 'percentunit',
            thresholds: [{ color: 'red' }, { color: 'green', from: THRESHOLDS.deploymentSuccess }],
            noValue: 'no apps',
          }),
          stat({
            title: 'Restarts, 24 hours',
            description: 'Container restarts in all apps together.',
            queries: [
              { expr: `sum(increase(kube_pod_container_status_restarts_total{${DYNAMIC_APPS}}[24h])) or vector(0)` },
            ],
            thresholds: [{ color: 'green' }, { color: 'yellow', from: 1 }],
          }),
          table({
            title: 'Apps without enough replicas',
            description: 'Deployments that have fewer available replicas than they want.',
            height: 5,
            queries: [{ expr: `kube_deployment_status_replicas_unavailable{${DYNAMIC_APPS}} > 0` }],
            columns: ['namespace', 'deployment', 'Value'],
            noValue: 'all available',
          }),
        ],
      },
      {
        title: 'Resources per app',
        panels: [
          timeseries({
            title: 'CPU',
            description: 'Cores used by the containers of each app (cAdvisor).',
            queries: [
              {
                expr: byApp(`rate(container_cpu_usage_seconds_total{${CONTAINERS}}[$__rate_interval])`),
                legend: '{{app}}',
              },
            ],
          }),
          timeseries({
            title: 'Memory',
            description: 'Working set of the containers of each app (cAdvisor).',
            queries: [{ expr: byApp(`container_memory_working_set_bytes{${CONTAINERS}}`), legend: '{{app}}' }],
            unit: 'bytes',
          }),
        ],
      },
      {
        title: 'Requests per app',
        panels: [
          timeseries({
            title: 'Request rate',
            description: "Requests a second through the Gateway, from Cilium's Envoy.",
            width: 8,
            queries: [{ expr: requestRate('$__rate_interval'), legend: '{{app}}' }],
            unit: 'reqps',
          }),
          timeseries({
            title: 'Response time',
            description:
              '95th percentile through the Gateway. The alert DynamicAppSlow looks at 15 minutes: red above 2 s.',
            width: 8,
            queries: [{ expr: responseTime('15m'), legend: '{{app}}' }],
            unit: 's',
            thresholds: [{ color: 'green' }, { color: 'red', from: THRESHOLDS.responseSeconds }],
          }),
          timeseries({
            title: 'Error rate',
            description: 'Share of responses with a status of 500 and above; no line for an app without errors.',
            width: 8,
            queries: [
              {
                expr: `${requestRate('$__rate_interval', '5')} / ${requestRate('$__rate_interval')}`,
                legend: '{{app}}',
              },
            ],
            unit: 'percentunit',
          }),
        ],
      },
      {
        title: 'Whole tunnel',
        panels: [
          timeseries({
            title: 'Responses by status',
            description: 'All hosts behind the Cloudflare tunnel together; cloudflared does not tell apps apart.',
            queries: [
              {
                expr: 'sum by (status_code) (rate(cloudflared_tunnel_response_by_code[$__rate_interval]))',
                legend: '{{status_code}}',
              },
            ],
            unit: 'reqps',
          }),
          timeseries({
            title: 'Requests that reached no service',
            description: 'Requests that cloudflared could not hand to any service, all hosts together.',
            queries: [{ expr: 'sum(rate(cloudflared_tunnel_request_errors[$__rate_interval]))', legend: 'errors' }],
            unit: 'reqps',
          }),
          text({ title: 'Where the figures come from', description: 'Sources and their limits.', markdown: SOURCES }),
        ],
      },
    ],
  });
}
