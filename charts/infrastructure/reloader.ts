import { type Cluster, HelmApp, Unit } from '../../lib/index.js';

/** Reloader restarts pods whose Secrets are in the cluster alone, where a checksum in Git sees no change (S3-17). */
export function reloader(cluster: Cluster): Unit {
  const unit = new Unit(cluster.infrastructure(), 'reloader');
  new HelmApp(unit, 'reloader', {
    values: {
      reloader: {
        readOnlyRootFileSystem: true,
        deployment: {
          resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } },
          containerSecurityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        },
      },
    },
  });
  return unit;
}
