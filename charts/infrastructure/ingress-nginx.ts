import { type Cluster, HelmApp, type JsonObject, monitoring, Unit } from '../../lib/index.js';

/** Labels of the controller's pods and Services. */
const LABELS = { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' };

export interface IngressNginxOptions {
  /** Two or more are spread over the nodes and survive the loss of one. @default 2 */
  readonly replicas?: number;
  /** Address of its Service, where the load balancer gives out particular ones. @default any */
  readonly address?: string;
  /** `namespace/name` of the certificate for hosts that bring none, such as a wildcard. @default a self-signed one */
  readonly defaultCertificate?: string;
  /** Whether Prometheus scrapes it; the cluster then has the definition of ServiceMonitor. @default false */
  readonly monitored?: boolean;
  /** What gives out the address. @default nothing */
  readonly dependsOn?: readonly Unit[];
}

/** ingress-nginx: HTTP and HTTPS for every Ingress of class `nginx` (S0-25, S3-43). */
export function ingressNginxController(cluster: Cluster, options: IngressNginxOptions = {}): Unit {
  const { replicas = 2, address, defaultCertificate, monitored = false, dependsOn = [] } = options;
  const unit = new Unit(cluster.infrastructure(), 'ingress-nginx', { dependsOn });
  new HelmApp(unit, 'ingress-nginx', {
    timeout: '10m',
    values: {
      controller: {
        replicaCount: replicas,
        // The chart adds a disruption budget to two and more.
        affinity: apart(LABELS),
        resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '512Mi' } },
        service: {
          annotations: { ...cluster.settings.loadBalancer.annotations(address) },
          // The visitor's own address reaches the logs, allow-lists and rate limits.
          externalTrafficPolicy: 'Local',
        },
        admissionWebhooks: {
          createSecretJob: { resources: HOOK_RESOURCES },
          patchWebhookJob: { resources: HOOK_RESOURCES },
        },
        // Snippets would let whoever may write an Ingress read every Secret of the cluster.
        allowSnippetAnnotations: false,
        metrics: { enabled: monitored },
        ...(defaultCertificate === undefined ? {} : { extraArgs: { 'default-ssl-certificate': defaultCertificate } }),
      },
    },
    brings: [
      { group: 'networking.k8s.io', kind: 'IngressClass', name: 'nginx' },
      ...['controller', 'controller-admission', ...(monitored ? ['controller-metrics'] : [])].map((part) => ({
        kind: 'Service',
        name: `ingress-nginx-${part}`,
      })),
    ],
  });
  if (monitored) {
    new monitoring.ServiceMonitor(unit, 'service-monitor', {
      metadata: { name: 'ingress-nginx' },
      spec: { selector: { matchLabels: LABELS }, endpoints: [{ port: 'metrics' }] },
    });
  }
  return unit;
}

const HOOK_RESOURCES = { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '64Mi' } };

/** Pods with these labels on nodes of their own, as far as there are nodes. */
export function apart(matchLabels: Readonly<Record<string, string>>): JsonObject {
  const podAffinityTerm = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels } };
  return {
    podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm }] },
  };
}
