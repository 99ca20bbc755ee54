import { type Cluster, HelmApp, type IngressNginx, k8s, monitoring, Unit } from '../../lib/index.js';
import { apart } from './ingress-nginx.js';

export interface TraefikIngressProps {
  readonly ingress: IngressNginx;
  /** Two or more are spread over the nodes and survive the loss of one. @default 2 */
  readonly replicas?: number;
  /** Address of its Service, where the load balancer gives out particular ones. @default any */
  readonly address?: string;
  /** Whether Prometheus scrapes it; the cluster then has the definition of ServiceMonitor. @default false */
  readonly monitored?: boolean;
  /** What gives out the address. @default nothing */
  readonly dependsOn?: readonly Unit[];
}

/** Traefik in the place of ingress-nginx: Ingresses keep their annotations, which it reads (decision 31). */
export function traefikIngress(cluster: Cluster, props: TraefikIngressProps): Unit {
  const { ingress, replicas = 2, address, monitored = false, dependsOn = [] } = props;
  const unit = new Unit(cluster.infrastructure(), 'traefik-ingress', { dependsOn });
  new k8s.KubeIngressClass(unit, 'ingress-class', {
    metadata: { name: ingress.className },
    spec: { controller: CONTROLLER },
  });
  new HelmApp(unit, 'traefik', {
    timeout: '10m',
    // Routes are Ingresses alone: nobody needs the definitions of Traefik's own.
    crds: 'Skip',
    values: {
      deployment: { replicas },
      podDisruptionBudget: { enabled: replicas > 1, maxUnavailable: 1 },
      affinity: apart(LABELS),
      resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '512Mi' } },
      // Traefik's 60 seconds are for a whole upload; ingress-nginx counts from one packet to the next.
      ports: { websecure: { transport: { respondingTimeouts: { readTimeout: '1h' } } } },
      ingressClass: { enabled: false },
      providers: {
        kubernetesCRD: { enabled: false },
        kubernetesIngress: { enabled: false },
        kubernetesIngressNGINX: {
          enabled: true,
          controllerClass: CONTROLLER,
          ingressClass: ingress.className,
          publishService: { enabled: true },
        },
      },
      service: {
        annotations: { ...cluster.settings.loadBalancer.annotations(address) },
        // The visitor's own address reaches the logs, allow-lists and rate limits.
        spec: { externalTrafficPolicy: 'Local' },
      },
      metrics: { prometheus: { service: { enabled: monitored } } },
      global: { checkNewVersion: false, sendAnonymousUsage: false },
    },
    brings: [
      { kind: 'Service', name: 'traefik' },
      ...(monitored ? [{ kind: 'Service', name: 'traefik-metrics' }] : []),
    ],
  });
  if (monitored) {
    new monitoring.ServiceMonitor(unit, 'service-monitor', {
      metadata: { name: 'traefik' },
      spec: { selector: { matchLabels: LABELS }, endpoints: [{ port: 'metrics' }] },
    });
  }
  return unit;
}

/** What an IngressClass names whose Ingresses are in the terms of ingress-nginx. */
const CONTROLLER = 'k8s.io/ingress-nginx';
const LABELS = { 'app.kubernetes.io/name': 'traefik' };
