import { BitnamiRedis, type Cluster, Unit } from '../../lib/index.js';

/** Redis, reached from inside and as `redis.<domain>` (S2-32 to S2-34). */
export function redis(cluster: Cluster): BitnamiRedis {
  const unit = new Unit(cluster.apps(), 'redis', { namespace: 'cache' });
  return new BitnamiRedis(unit, 'redis', { image: cluster.image('redis'), size: '8Gi', host: 'redis' });
}
