import type { AlertGroup } from '../../../../lib/index.js';
import { eventsWithin } from '../queries.js';
import { THRESHOLDS } from './thresholds.js';

const LIMIT = THRESHOLDS.refusedRequestsPerWeek;
/** Windows of days change slowly, and are dear on a Raspberry Pi. */
const INTERVAL = '15m';

const refusedByRegistry = eventsWithin('registry_http_requests_total{code="401"}', '7d');

/** Tier 3, failed authentication (S1-88). What Cloudflare Access refuses at its edge never gets here. */
export function failedAuthAlerts(): AlertGroup {
  return {
    name: 'weekly-review-auth',
    interval: INTERVAL,
    alerts: [
      {
        name: 'RegistryAuthFailures',
        tier: 'weekly',
        component: 'registry',
        expr: `${refusedByRegistry} > ${LIMIT} and (${refusedByRegistry} / ${eventsWithin('registry_http_requests_total', '7d')} > ${THRESHOLDS.registryRefusedShare})`,
        summary: 'The registry refused {{ $value }} requests this week',
        description:
          'Status 401, when it is also more than half of all requests: every client is refused once before it sends its credentials, so a lower share is normal.',
        runbook: "The registry's log names user and address of each refused request.",
      },
      {
        name: 'TunnelAuthFailures',
        tier: 'weekly',
        component: 'cloudflared',
        expr: `${eventsWithin('cloudflared_tunnel_response_by_code{status_code=~"401|403"}', '7d')} > ${LIMIT}`,
        summary: 'Services behind the tunnel answered 401 or 403 {{ $value }} times this week',
        description:
          'All hosts of the tunnel together, the registry included; cloudflared does not tell them apart. Visitors that Cloudflare Access turns away are only in its own log.',
        runbook: 'Compare with the logs of n8n and the registry, and with the Access log of Cloudflare.',
      },
      {
        name: 'ApiServerAuthFailures',
        tier: 'weekly',
        component: 'kubernetes',
        expr: `${eventsWithin('authentication_attempts{result=~"failure|error"}', '7d')} > ${LIMIT}`,
        summary: 'The API server refused {{ $value }} credentials this week',
        description: 'Requests with credentials that no authenticator accepted, such as expired tokens.',
        runbook: 'Search the log of the API server for "Unable to authenticate the request".',
      },
    ],
  };
}

/** Tier 3, resource trends (S1-88): what runs out within two weeks if the last days go on. */
export function resourceTrendAlerts(): AlertGroup {
  const ahead = THRESHOLDS.trendSeconds;
  return {
    name: 'weekly-review-trends',
    interval: INTERVAL,
    alerts: [
      {
        name: 'VolumeFullInTwoWeeks',
        tier: 'weekly',
        component: 'storage',
        expr: `predict_linear(kubelet_volume_stats_available_bytes[3d], ${ahead}) < 0`,
        for: '6h',
        summary: 'Volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} is full within two weeks',
        description: 'A straight line through the last three days.',
        runbook: 'Plan more space, or find what grows.',
      },
      {
        name: 'NodeDiskFullInTwoWeeks',
        tier: 'weekly',
        component: 'storage',
        expr: `predict_linear(node_filesystem_avail_bytes{fstype!~"tmpfs|ramfs|vfat"}[3d], ${ahead}) < 0`,
        for: '6h',
        summary: 'Disk {{ $labels.mountpoint }} of {{ $labels.instance }} is full within two weeks',
        description: 'A straight line through the last three days.',
        runbook: 'Plan more space, or find what grows.',
      },
      {
        name: 'NodeMemoryGoneInTwoWeeks',
        tier: 'weekly',
        component: 'nodes',
        expr: `predict_linear(node_memory_MemAvailable_bytes[7d], ${ahead}) < 0`,
        for: '6h',
        summary: 'Memory of {{ $labels.instance }} runs out within two weeks',
        description: 'A straight line through the last seven days of available memory.',
        runbook: 'Look for a pod whose memory only grows; lower the number of apps otherwise.',
      },
    ],
  };
}
