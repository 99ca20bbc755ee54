import type { ClusterPart, ObjectPattern } from '../../model/ownership.js';

/** How a part of a cluster shows itself in a tree. */
export interface PartSigns {
  /** What a person calls it. */
  readonly title: string;
  readonly objects: readonly ObjectPattern[];
  /** Names of charts that install it. */
  readonly charts: readonly string[];
  /** Repositories of images that are it, without registry, tag and digest. */
  readonly images: readonly string[];
}

const SYSTEM = 'kube-system';

/** Objects of `kube-system`, `Kind/name`. */
function system(...names: readonly string[]): ObjectPattern[] {
  return names.map((one) => {
    const [kind = '', name = ''] = one.split('/');
    return { kind, namespace: SYSTEM, name };
  });
}

/** Objects without a namespace, `Kind/name`. */
function clusterWide(...names: readonly string[]): ObjectPattern[] {
  return names.map((one) => {
    const [kind = '', ...name] = one.split('/');
    return { kind, name: name.join('/') };
  });
}

/** What each part consists of, from the manifests that Talos and K3s apply and the charts that CNIs publish. */
export const CLUSTER_PARTS: Readonly<Record<ClusterPart, PartSigns>> = {
  cni: {
    title: 'the CNI',
    objects: [
      ...system('DaemonSet/cilium', 'DaemonSet/cilium-envoy', 'Deployment/cilium-operator', 'ConfigMap/cilium-config'),
      ...system('DaemonSet/kube-flannel*', 'ConfigMap/kube-flannel-cfg', 'DaemonSet/calico-node', 'DaemonSet/canal'),
      ...system('DaemonSet/antrea-agent', 'DaemonSet/kube-router', 'DaemonSet/weave-net', 'DaemonSet/aws-node'),
      { kind: 'DaemonSet', namespace: 'kube-flannel', name: 'kube-flannel*' },
      { group: 'operator.tigera.io', kind: 'Installation', name: '*' },
    ],
    charts: [
      'cilium',
      'tigera-operator',
      'calico',
      'canal',
      'flannel',
      'weave-net',
      'antrea',
      'kube-router',
      'kube-ovn',
      'aws-vpc-cni',
    ],
    images: [
      'cilium/cilium',
      'cilium/operator',
      'cilium/operator-generic',
      'tigera/operator',
      'calico/node',
      'flannel-io/flannel',
      'flannel/flannel',
      'siderolabs/flannel',
      'weaveworks/weave-kube',
      'antrea/antrea-agent-ubuntu',
      'antrea/antrea-ubuntu',
      'cloudnativelabs/kube-router',
      'kubeovn/kube-ovn',
    ],
  },
  coredns: {
    title: 'CoreDNS',
    objects: [
      ...system('Deployment/coredns', 'ConfigMap/coredns', 'Service/kube-dns', 'ServiceAccount/coredns'),
      ...clusterWide('ClusterRole/system:coredns', 'ClusterRoleBinding/system:coredns'),
    ],
    charts: ['coredns'],
    images: ['coredns/coredns', 'rancher/mirrored-coredns-coredns'],
  },
  'kube-proxy': {
    title: 'kube-proxy',
    objects: system('DaemonSet/kube-proxy', 'ConfigMap/kube-proxy', 'ServiceAccount/kube-proxy'),
    charts: [],
    images: ['kube-proxy'],
  },
  'control-plane': {
    title: 'the control plane',
    objects: system('Pod/kube-apiserver*', 'Pod/kube-controller-manager*', 'Pod/kube-scheduler*', 'Pod/etcd*'),
    charts: [],
    images: ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'],
  },
  traefik: {
    title: 'the bundled Traefik',
    objects: [
      ...system('HelmChart/traefik', 'HelmChart/traefik-crd', 'Deployment/traefik', 'Service/traefik'),
      ...clusterWide('IngressClass/traefik'),
    ],
    charts: ['traefik'],
    images: ['rancher/mirrored-library-traefik', 'library/traefik', 'traefik'],
  },
  servicelb: { title: 'ServiceLB', objects: system('DaemonSet/svclb-*'), charts: [], images: ['rancher/klipper-lb'] },
  'local-path': {
    title: 'the local-path provisioner',
    objects: [
      ...system('Deployment/local-path-provisioner', 'ConfigMap/local-path-config'),
      ...system('ServiceAccount/local-path-provisioner-service-account'),
      ...clusterWide('StorageClass/local-path', 'ClusterRole/local-path-provisioner-role'),
    ],
    charts: ['local-path-provisioner'],
    images: ['rancher/local-path-provisioner'],
  },
  'metrics-server': {
    title: 'metrics-server',
    objects: [
      ...system('Deployment/metrics-server', 'Service/metrics-server', 'ServiceAccount/metrics-server'),
      ...clusterWide('APIService/v1beta1.metrics.k8s.io', 'ClusterRole/system:metrics-server'),
    ],
    charts: ['metrics-server'],
    images: ['metrics-server/metrics-server', 'rancher/mirrored-metrics-server'],
  },
};
