import type { Boundary, ClusterPart } from '../../model/ownership.js';

/** Components that K3s applies by itself unless its server is told otherwise. */
export type K3sComponent = 'coredns' | 'traefik' | 'servicelb' | 'local-storage' | 'metrics-server' | 'flannel';

export interface K3sOptions {
  /** What the server's configuration turns off: `disable: [traefik]`, `flannel-backend: none` (S0-26). @default nothing */
  readonly disabled?: readonly K3sComponent[];
}

const K3S: Readonly<Record<K3sComponent, ClusterPart>> = {
  coredns: 'coredns',
  traefik: 'traefik',
  servicelb: 'servicelb',
  'local-storage': 'local-path',
  'metrics-server': 'metrics-server',
  flannel: 'cni',
};

/** What K3s brings and restores at every start of its server. */
export function k3sBundled({ disabled = [] }: K3sOptions = {}): Boundary {
  const kept = (Object.keys(K3S) as K3sComponent[]).filter((name) => !disabled.includes(name));
  return {
    owner: 'K3s',
    reason: 'K3s applies its own manifests again at every start of its server, and Flux then puts back the tree’s',
    parts: kept.map((name) => K3S[name]),
  };
}

export interface TalosOptions {
  /** Who brings the CNI: Talos its Flannel, or somebody else (`cni: none`). @default 'talos' */
  readonly cni?: 'talos' | 'none';
  /** False where kube-proxy is turned off in the machine configuration. @default true */
  readonly kubeProxy?: boolean;
}

/** What Talos brings from its machine configuration: the control plane, CoreDNS, kube-proxy, and the CNI if it is asked (S3-03). */
export function talosOwns({ cni = 'talos', kubeProxy = true }: TalosOptions = {}): Boundary {
  return {
    owner: 'Talos',
    reason: 'an upgrade of Kubernetes by Talos applies its own manifests over those of the tree',
    parts: [
      'control-plane',
      'coredns',
      ...(kubeProxy ? (['kube-proxy'] as const) : []),
      ...(cni === 'talos' ? (['cni'] as const) : []),
    ],
    objects: [{ kind: 'ConfigMap', namespace: 'kube-system', name: 'kubeconfig-in-cluster' }],
  };
}

/** The CNI of a cluster whose nodes are made before Flux runs (S3-02). */
export function cniOf(owner: string): Boundary {
  return {
    owner,
    reason:
      'nodes without network cannot pull the images of a changed CNI: workers stay NotReady for good, and nothing in the cluster can mend it',
    parts: ['cni'],
  };
}

/** What `flux bootstrap` puts beside the tree: a second Service or policy of these names would be undone by it (trap 2). */
export function fluxOwn(namespace: string): Boundary {
  const controllers = ['source', 'kustomize', 'helm', 'notification', 'image-reflector', 'image-automation'];
  return {
    owner: 'flux bootstrap',
    reason: 'both are applied by kustomize-controller, which undoes each in turn',
    objects: [
      ...controllers.map((name) => ({ kind: 'Deployment', namespace, name: `${name}-controller` })),
      ...['source-controller', 'notification-controller', 'webhook-receiver'].map((name) => ({
        kind: 'Service',
        namespace,
        name,
      })),
      ...['allow-egress', 'allow-scraping', 'allow-webhooks'].map((name) => ({
        kind: 'NetworkPolicy',
        namespace,
        name,
      })),
    ],
  };
}
