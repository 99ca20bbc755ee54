import { type Cluster, HelmApp, RESTRICTED_CONTAINER, Unit } from '../../lib/index.js';

/** Restarts pods whose Secrets changed in the cluster, where no checksum in Git can (S3-17). */
export function reloader(cluster: Cluster): Unit {
  const unit = new Unit(cluster.infrastructure(), 'reloader');
  new HelmApp(unit, 'reloader', {
    values: {
      reloader: {
        // Only pods that say so are restarted; a change of the annotation is all that Flux would see of a restart.
        autoReloadAll: false,
        reloadStrategy: 'annotations',
        readOnlyRootFileSystem: true,
        deployment: {
          containerSecurityContext: RESTRICTED_CONTAINER,
          resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } },
        },
      },
    },
  });
  return unit;
}
