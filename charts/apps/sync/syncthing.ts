import {
  type Cluster,
  claim,
  closeNamespace,
  k8s,
  LoginProxy,
  type OidcProvider,
  Unit,
  WebApp,
} from '../../../lib/index.js';

export interface SyncthingOptions {
  /** authentik, which the login in front of the web interface asks. */
  readonly identity: OidcProvider;
  /** Address at which devices find it, one of the load balancer's pool. */
  readonly address: string;
}

/** Port of Syncthing's protocol, over TCP and QUIC; too low for a NodePort (S3-77, trap 68). */
const SYNC_PORT = 22000;
const SYNC_PORTS = {
  'sync-tcp': { port: SYNC_PORT, protocol: 'TCP' },
  'sync-quic': { port: SYNC_PORT, protocol: 'UDP' },
} as const;
const GUI_PORT = 8384;

/** Syncthing, as a device that is always on. Its web interface has no login of its own (S3-77). */
export function syncthing(cluster: Cluster, { identity, address }: SyncthingOptions): { unit: Unit; app: WebApp } {
  const unit = new Unit(cluster.apps('sync'), 'syncthing');
  const app = new WebApp(unit, 'syncthing', {
    image: cluster.image('syncthing'),
    port: GUI_PORT,
    morePorts: SYNC_PORTS,
    health: { path: '/rest/noauth/health' },
    env: {
      TZ: cluster.timezone,
      HOME: '/var/syncthing',
      STHOMEDIR: '/var/syncthing/config',
      STGUIADDRESS: `0.0.0.0:${GUI_PORT}`,
      // The version is pinned; what is new comes by a pull request.
      STNOUPGRADE: true,
    },
    mounts: { '/var/syncthing': claim('100Gi') },
    resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '1Gi' } },
  });
  new LoginProxy(unit, 'syncthing', {
    identity,
    host: 'syncthing',
    app,
    groups: ['syncthing-users'],
  });
  new k8s.KubeService(unit, 'sync-service', {
    metadata: { name: 'syncthing-sync', annotations: { ...cluster.settings.loadBalancer.annotations(address) } },
    spec: {
      type: 'LoadBalancer',
      // Syncthing tells devices in the home network from others by their addresses.
      externalTrafficPolicy: 'Local',
      selector: { ...app.selector },
      ports: Object.entries(SYNC_PORTS).map(([name, port]) => ({ name, ...port })),
    },
  });
  closeNamespace(unit);
  allowDevices(unit, app.selector);
  return { unit, app };
}

/** The protocol for everybody: devices prove who they are by their keys. */
function allowDevices(unit: Unit, pods: Readonly<Record<string, string>>): void {
  const policy = new k8s.KubeNetworkPolicy(unit, 'network-policy-devices', {
    metadata: { name: 'allow-devices' },
    spec: {
      podSelector: { matchLabels: { ...pods } },
      policyTypes: ['Ingress'],
      ingress: [
        {
          ports: ['TCP', 'UDP'].map((protocol) => ({ protocol, port: k8s.IntOrString.fromNumber(SYNC_PORT) })),
        },
      ],
    },
  });
  unit.place(policy, 'networkpolicy.yaml');
}
