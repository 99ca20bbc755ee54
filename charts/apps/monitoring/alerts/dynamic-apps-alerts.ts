import type { AlertGroup } from '../../../../lib/index.js';
import { DYNAMIC_APPS, REGISTRY_NAMESPACE, registryVolumeUse, responseTime, rolloutSuccessRate } from '../queries.js';
import { THRESHOLDS } from './thresholds.js';

/** A bad quarter of an hour must still be there when the next digest goes out. */
const UNTIL_DIGEST = '24h';

const anyApp = `count(kube_deployment_created{${DYNAMIC_APPS}}) > 0`;

/** Not a request counter: Envoy creates those with the first response, and an idle app is no fault. */
const envoyUp = 'up{namespace="kube-system",container="cilium-envoy"}';

/** Tier 2: what the daily digest tells about dynamic apps and the registry (S1-87, S1-89). */
export function dynamicAppsAlerts(): AlertGroup {
  return {
    name: 'dynamic-apps',
    alerts: [
      {
        name: 'DeploymentSuccessLow',
        tier: 'daily',
        component: 'dynamic-apps',
        expr: `${rolloutSuccessRate} < ${THRESHOLDS.deploymentSuccess}`,
        for: '15m',
        keepFiringFor: UNTIL_DIGEST,
        summary: 'Only {{ $value | humanizePercentage }} of the dynamic apps rolled out',
        description:
          'Share of Deployments that are available and whose last rollout met its deadline, from kube-state-metrics. Deployments that failed before they reached the cluster (build, push, commit) are not in it: the deployer reports those in a later issue.',
        runbook: 'kubectl get deployments -n dynamic-apps, then kubectl describe the one that is not available.',
      },
      {
        name: 'DynamicAppSlow',
        tier: 'daily',
        component: 'dynamic-apps',
        expr: `${responseTime('15m')} > ${THRESHOLDS.responseSeconds}`,
        for: '15m',
        keepFiringFor: UNTIL_DIGEST,
        summary: '{{ $labels.app }} answers in {{ $value | humanizeDuration }} (95th percentile)',
        description:
          "From Cilium's Envoy behind the Gateway, over 15 minutes. Envoy's buckets around 2 s are 1 s and 2.5 s wide, so the figure is interpolated.",
        runbook: 'Compare with CPU and memory of the app on the dashboard Dynamic Apps Overview.',
      },
      {
        name: 'RegistryStorageHigh',
        tier: 'daily',
        component: 'registry',
        expr: `${registryVolumeUse} > ${THRESHOLDS.registryStorage}`,
        for: '15m',
        summary: "The registry's volume is {{ $value | humanizePercentage }} full",
        description:
          'From the kubelet, for the claims of the registry namespace. The registry itself reports no disk use.',
        runbook: 'Remove old tags, then run the garbage collection of the registry.',
      },
      {
        name: 'RegistryStorageUnknown',
        tier: 'daily',
        component: 'registry',
        expr: `absent(kubelet_volume_stats_capacity_bytes{namespace="${REGISTRY_NAMESPACE}"})`,
        for: '1h',
        summary: "Nothing reports how full the registry's volume is",
        description:
          'The kubelet reports no hostPath volume and none that is not mounted. The alert at 85 % is blind then.',
        runbook: 'Is the registry running? Otherwise use a storage class whose volumes the kubelet measures.',
      },
      {
        name: 'DynamicAppTrafficUnknown',
        tier: 'daily',
        component: 'dynamic-apps',
        expr: `absent(${envoyUp} == 1) and on() (${anyApp})`,
        for: '1h',
        summary: 'Nothing reports requests to the dynamic apps',
        description:
          'Apps exist, but no Envoy is scraped: response times and error rates are not watched. Cilium opens that port by default, and only with its Envoy as a DaemonSet.',
        runbook: 'kubectl -n kube-system get daemonset cilium-envoy; does it have the port envoy-metrics?',
      },
    ],
  };
}
