import { asked, type Cluster, claim, DeclaredSecret, generated, Unit, WebApp } from '../../../lib/index.js';

export function n8n(cluster: Cluster): Unit {
  const unit = new Unit(cluster.apps('automation'), 'n8n');
  const key = new DeclaredSecret(unit, 'n8n', {
    encryptionKey: generated({ length: 32 }),
    x: asked('X?', { placeholder: 'x' }),
  });
  new WebApp(unit, 'n8n', {
    image: cluster.image('n8n'),
    port: 5678,
    host: 'n8n',
    env: { TZ: cluster.timezone, N8N_ENCRYPTION_KEY: key.ref('encryptionKey') },
    mounts: { '/home/node/.n8n': claim('10Gi') },
  });
  return unit;
}
