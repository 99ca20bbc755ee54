import type { AlertGroup } from '../../../../lib/index.js';
import { backupAge, eventsWithin, fluxNotReady, nodeDiskUse, volumeUse } from '../queries.js';
import { THRESHOLDS } from './thresholds.js';

export interface N8nAlertsProps {
  /** Namespace of n8n. @default 'automation' */
  readonly n8nNamespace?: string;
  /** Namespace of the PostgreSQL cluster. @default 'datastore' */
  readonly postgresNamespace?: string;
}

/** Tier 1 of the automation path: what stops deployments now (S1-86). */
export function n8nAlerts({
  n8nNamespace = 'automation',
  postgresNamespace = 'datastore',
}: N8nAlertsProps = {}): AlertGroup {
  const postgresUp = `cnpg_collector_up{namespace="${postgresNamespace}"}`;
  const n8nReplicas = `kube_deployment_status_replicas_available{namespace="${n8nNamespace}",deployment="n8n"}`;
  return {
    name: 'n8n-automation',
    alerts: [
      {
        name: 'FluxReconciliationFailing',
        tier: 'immediate',
        component: 'flux',
        expr: fluxNotReady,
        for: '15m',
        summary: '{{ $labels.customresource_kind }} {{ $labels.exported_namespace }}/{{ $labels.name }} is not ready',
        description:
          'Ready is False or Unknown for 15 minutes, longer than a normal reconciliation. Suspended objects are left out.',
        runbook: 'flux get all -A --status-selector ready=false, then the events of the object that is named first.',
      },
      {
        name: 'FluxStateUnknown',
        tier: 'immediate',
        component: 'flux',
        expr: 'absent(gotk_resource_info{customresource_kind="Kustomization"})',
        for: '15m',
        summary: 'Nothing reports the state of Flux',
        description:
          'Flux exports no state itself: kube-state-metrics reads it. Without it the alert on failing reconciliations is blind.',
        runbook: 'Look at the log of kube-state-metrics: it names the custom resource that it may not list.',
      },
      {
        name: 'N8nWorkflowFailures',
        tier: 'immediate',
        component: 'n8n',
        expr: `${eventsWithin('n8n_workflow_failed_total', '1h')} > ${THRESHOLDS.workflowFailuresPerHour}`,
        summary: '{{ $value }} workflow executions failed within an hour',
        description:
          'Counts n8n_workflow_failed_total over one hour, all workflows together, the first event included.',
        runbook: "Open n8n's list of executions, filter by Error.",
      },
      {
        name: 'N8nUnavailable',
        tier: 'immediate',
        component: 'n8n',
        expr: `${n8nReplicas} == 0 or absent(${n8nReplicas})`,
        for: '5m',
        summary: 'n8n is not running',
        description:
          'No available replica of the Deployment n8n. A stopped n8n fails no workflow, so the other alert is silent.',
        runbook: `kubectl -n ${n8nNamespace} describe deployment n8n, then the log of its pod.`,
      },
      {
        name: 'PostgresDown',
        tier: 'immediate',
        component: 'postgres',
        expr: `sum by (namespace) (${postgresUp}) == 0 or absent(${postgresUp})`,
        for: '2m',
        summary: 'PostgreSQL is down',
        description: 'No instance of the cluster answers its metrics collector, or none is scraped at all.',
        runbook: `kubectl -n ${postgresNamespace} get clusters,pods, then the log of the primary.`,
      },
      {
        name: 'CloudflareTunnelDown',
        tier: 'immediate',
        component: 'cloudflared',
        expr: 'sum(cloudflared_tunnel_ha_connections) == 0 or absent(cloudflared_tunnel_ha_connections)',
        for: '2m',
        summary: 'The Cloudflare tunnel has no connection',
        description:
          'cloudflared holds no connection to Cloudflare: no host of this cluster is reachable from outside, nor is the Flux webhook.',
        runbook: 'Look at the log of cloudflared, then at the tunnel in the Cloudflare dashboard.',
      },
      {
        name: 'VolumeAlmostFull',
        tier: 'immediate',
        component: 'storage',
        expr: `${volumeUse('')} > ${THRESHOLDS.storageFull}`,
        for: '5m',
        summary:
          'Volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} is {{ $value | humanizePercentage }} full',
        description: 'From the kubelet. hostPath volumes are not reported there; the alert on node disks covers them.',
        runbook: 'Free space in the volume, or enlarge the claim where the storage class allows it.',
      },
      {
        name: 'NodeDiskAlmostFull',
        tier: 'immediate',
        component: 'storage',
        expr: `${nodeDiskUse} > ${THRESHOLDS.storageFull}`,
        for: '5m',
        summary: 'Disk {{ $labels.mountpoint }} of {{ $labels.instance }} is {{ $value | humanizePercentage }} full',
        description: 'File systems of the nodes, without memory and boot partitions.',
        runbook: 'Prune images and logs on the node; see which volume of the local provisioner grows.',
      },
      {
        name: 'PostgresBackupTooOld',
        tier: 'daily',
        component: 'postgres',
        expr: `${backupAge(postgresNamespace)} > ${THRESHOLDS.backupSeconds}`,
        for: '15m',
        summary: 'The newest PostgreSQL backup is {{ $value | humanizeDuration }} old',
        description:
          'Base backups of the in-tree method (S1-82). With the Barman plugin this metric stays 0 and another one has to be used.',
        runbook: `kubectl -n ${postgresNamespace} get backups, then the operator's log and the object store's credentials.`,
      },
    ],
  };
}
