import { type Cluster, HelmApp, Unit } from '../../../lib/index.js';

/** The operator of PostgreSQL clusters. */
export function cloudNativePg(cluster: Cluster): Unit {
  const unit = new Unit(cluster.apps('datastore'), 'cloudnative-pg', { provides: ['postgresql.cnpg.io'] });
  new HelmApp(unit, 'cloudnative-pg', {
    values: {
      // Backup schedules have no time zone: the operator reads them in its own. Its image is distroless/static, which
      // brings the zone database that Go needs; without one, TZ would silently mean UTC (S1-82, trap 25).
      additionalEnv: [{ name: 'TZ', value: cluster.timezone }],
      resources: { requests: { cpu: '20m', memory: '96Mi' }, limits: { memory: '256Mi' } },
    },
  });
  return unit;
}
