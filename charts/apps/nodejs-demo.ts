import { allowOnlyExposure, type Cluster, Unit, WebApp } from '../../lib/index.js';

/** A private image from GHCR in two replicas; the pull secret follows from where the image comes from (S0-19). */
export function nodejsDemo(cluster: Cluster): Unit {
  const unit = new Unit(cluster.apps(), 'nodejs-demo');
  const image = { image: cluster.image('nodejs-demo'), port: 3000, user: 10000, health: { path: '/health' } };
  const access = { public: 'a demonstration without data' };
  const env = { NODE_ENV: 'production' };
  new WebApp(unit, 'nodejs-demo', { ...image, replicas: 2, host: 'nodejs-demo', access, env });
  allowOnlyExposure(unit, [3000]);
  return unit;
}
