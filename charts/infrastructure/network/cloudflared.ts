import {
  type CloudflareTunnel,
  type Cluster,
  ConfigFiles,
  DeclaredSecret,
  tunnelCredentials,
  Unit,
  WebApp,
} from '../../../lib/index.js';

/** The tunnel's connector: every host that the cluster exposes through Cloudflare is a rule of its config.yaml (S1-05). */
export function cloudflared(cluster: Cluster, { tunnel }: { tunnel: CloudflareTunnel }): Unit {
  const unit = new Unit(cluster.infrastructure('network'), 'cloudflared');
  const credentials = new DeclaredSecret(unit, 'cloudflared', tunnelCredentials());
  const config = new ConfigFiles(unit, 'cloudflared', () => ({
    'config.yaml': {
      tunnel: tunnel.tunnelId,
      'credentials-file': '/etc/cloudflared/credentials/credentials.json',
      metrics: '0.0.0.0:2000',
      ingress: tunnel.rules(unit).map((rule) => ({ ...rule })),
    },
  }));
  new WebApp(unit, 'cloudflared', {
    image: cluster.image('cloudflared'),
    args: ['tunnel', '--config', '/etc/cloudflared/config/config.yaml', 'run'],
    port: 2000,
    replicas: 2,
    user: 65532,
    health: { path: '/ready' },
    metrics: { path: '/metrics' },
    mounts: { '/etc/cloudflared/config': config.mount(), '/etc/cloudflared/credentials': credentials.files() },
  });
  if (tunnel.wildcard !== undefined) {
    unit.accepts('edge-certificate', {
      object: 'ConfigMap/network/cloudflared',
      reason: 'an advanced certificate of Cloudflare covers the apps (docs/cloudflare.md)',
    });
  }
  return unit;
}
