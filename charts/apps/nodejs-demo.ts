import { allowFromExposure, type Cluster, denyAll, Unit, WebApp } from '../../lib/index.js';

/** A private image from GHCR in two replicas; the pull secret follows from where the image comes from (S0-19). */
export function nodejsDemo(cluster: Cluster): Unit {
  const unit = new Unit(cluster.apps(), 'nodejs-demo');
  new WebApp(unit, 'nodejs-demo', {
    image: cluster.image('nodejs-demo'),
    port: 3000,
    replicas: 2,
    host: 'nodejs-demo',
    access: { public: 'a demonstration without data' },
    user: 10000,
    health: { path: '/health' },
    env: { NODE_ENV: 'production' },
  });
  denyAll(unit);
  allowFromExposure(unit, [3000]);
  return unit;
}
