import { dashboard, type JsonObject, panels } from '../../../../lib/index.js';
import { THRESHOLDS } from '../alerts/thresholds.js';
import {
  backupAge,
  eventsWithin,
  fluxNotReady,
  registryVolumeUse,
  rolloutSuccessRate,
  workflowSuccessRate,
} from '../queries.js';

const { gauge, stat, table, text, timeseries } = panels;

const GREEN = { color: 'green' } as const;
const RED = { color: 'red' } as const;
const redAbove = (from: number) => [GREEN, { color: 'red', from }] as const;
const greenFrom = (from: number) => [RED, { color: 'green', from }] as const;
const rate = (result: string) => `sum(rate(n8n_workflow_${result}_total[$__rate_interval])) * 3600 or vector(0)`;

const NOT_YET = `No component of this cluster exports the following yet. The deployer and the workflow bring them in a later issue:

- **AI response times**: the workflow would have to measure its calls to the models.
- **Build times**: the build pod would have to report them. Until then, see n8n's list of executions.
- **Deployment success rate** as the deployer sees it. *Rolled out* above shows what reached the cluster.`;

export interface N8nAutomationProps {
  /** Namespace of n8n. @default 'automation' */
  readonly n8nNamespace?: string;
  /** Namespace of the PostgreSQL cluster. @default 'datastore' */
  readonly postgresNamespace?: string;
}

/** The path from a request to a running app: executions, what they need, what they leave in the registry (S1-84). */
export function n8nAutomationDashboard(props: N8nAutomationProps = {}): JsonObject {
  const { n8nNamespace = 'automation', postgresNamespace = 'datastore' } = props;
  const container = `namespace="${n8nNamespace}",container="n8n"`;
  return dashboard({
    title: 'n8n Automation Overview',
    uid: 'n8n-automation-overview',
    description: 'Workflow executions, and what they depend on.',
    tags: ['n8n', 'gitops'],
    rows: [
      {
        title: 'Executions',
        panels: [
          stat({
            title: 'Executions, 24 hours',
            description: 'Workflow executions that n8n started. Counted from its event bus; 0 before the first one.',
            queries: [{ expr: eventsWithin('n8n_workflow_started_total', '24h') }],
          }),
          stat({
            title: 'Success rate, 24 hours',
            description: 'Successful share of the executions that finished. No data while none finished.',
            queries: [{ expr: workflowSuccessRate('24h') }],
            unit: 'percentunit',
            thresholds: greenFrom(0.8),
            noValue: 'none finished',
          }),
          stat({
            title: 'Failures, 1 hour',
            description: 'The figure that the alert N8nWorkflowFailures judges: red from 4 on.',
            queries: [{ expr: eventsWithin('n8n_workflow_failed_total', '1h') }],
            thresholds: redAbove(THRESHOLDS.workflowFailuresPerHour + 1),
          }),
          stat({
            title: 'Rolled out',
            description:
              'Dynamic apps that are available and met the deadline of their last rollout (kube-state-metrics).',
            queries: [{ expr: rolloutSuccessRate }],
            unit: 'percentunit',
            thresholds: greenFrom(THRESHOLDS.deploymentSuccess),
            noValue: 'no apps',
          }),
          timeseries({
            title: 'Executions an hour',
            description: 'Rates of n8n_workflow_*_total, drawn as executions an hour; all workflows together.',
            width: 24,
            queries: [
              { expr: rate('started'), legend: 'started' },
              { expr: rate('success'), legend: 'succeeded' },
              { expr: rate('failed'), legend: 'failed' },
            ],
          }),
        ],
      },
      {
        title: 'What n8n needs',
        panels: [
          stat({
            title: 'n8n replicas',
            description: 'Available replicas of the Deployment n8n.',
            queries: [
              { expr: `kube_deployment_status_replicas_available{namespace="${n8nNamespace}",deployment="n8n"}` },
            ],
            thresholds: greenFrom(1),
          }),
          stat({
            title: 'PostgreSQL instances',
            description: 'Instances whose metrics collector answers.',
            queries: [{ expr: `sum(cnpg_collector_up{namespace="${postgresNamespace}"}) or vector(0)` }],
            thresholds: greenFrom(1),
          }),
          stat({
            title: 'Age of the newest backup',
            description: 'Time since the last base backup; decades when there was none.',
            queries: [{ expr: backupAge(postgresNamespace) }],
            unit: 's',
            thresholds: redAbove(THRESHOLDS.backupSeconds),
          }),
          stat({
            title: 'Tunnel connections',
            description: 'Connections of cloudflared to Cloudflare; normally 4 a replica.',
            queries: [{ expr: 'sum(cloudflared_tunnel_ha_connections) or vector(0)' }],
            thresholds: greenFrom(1),
          }),
          timeseries({
            title: 'CPU of n8n',
            description: 'Cores used by the container n8n (cAdvisor).',
            queries: [
              { expr: `sum(rate(container_cpu_usage_seconds_total{${container}}[$__rate_interval]))`, legend: 'cores' },
            ],
          }),
          timeseries({
            title: 'Memory of n8n',
            description: 'Working set of the container n8n (cAdvisor): what the kernel cannot take back.',
            queries: [{ expr: `sum(container_memory_working_set_bytes{${container}})`, legend: 'working set' }],
            unit: 'bytes',
          }),
          table({
            title: 'Flux objects that are not ready',
            description: 'Empty when all is well. Suspended objects are left out.',
            queries: [{ expr: fluxNotReady }],
            columns: ['customresource_kind', 'exported_namespace', 'name'],
            noValue: 'all ready',
          }),
        ],
      },
      {
        title: 'Registry',
        panels: [
          gauge({
            title: 'Volume used',
            description:
              "The kubelet's figure for the registry's volume; the registry itself exports none. Red from 85 %.",
            queries: [{ expr: registryVolumeUse }],
            unit: 'percentunit',
            thresholds: redAbove(THRESHOLDS.registryStorage),
          }),
          timeseries({
            title: 'Volume used and capacity',
            description: 'Bytes of the claims in the namespace of the registry.',
            width: 18,
            height: 4,
            queries: [
              { expr: 'sum(kubelet_volume_stats_used_bytes{namespace="registry"})', legend: 'used' },
              { expr: 'sum(kubelet_volume_stats_capacity_bytes{namespace="registry"})', legend: 'capacity' },
            ],
            unit: 'bytes',
          }),
        ],
      },
      {
        title: 'Not measured yet',
        panels: [
          text({ title: 'Not measured yet', description: 'Figures that come with a later issue.', markdown: NOT_YET }),
        ],
      },
    ],
  });
}
