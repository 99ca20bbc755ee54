import { type Cluster, HelmApp, RESTRICTED_CONTAINER, Unit } from '../../lib/index.js';

/**
 * Copies Secrets to other namespaces, by annotation: how OAuth clients were shared before there was a store (S3-21).
 * A declared secret that is `copied` does not need it.
 */
export function reflector(cluster: Cluster): Unit {
  const unit = new Unit(cluster.infrastructure(), 'reflector');
  new HelmApp(unit, 'reflector', {
    values: {
      podSecurityContext: { fsGroup: 2000, seccompProfile: { type: 'RuntimeDefault' } },
      securityContext: { ...RESTRICTED_CONTAINER, readOnlyRootFilesystem: true, runAsNonRoot: true, runAsUser: 1000 },
      resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } },
    },
  });
  return unit;
}
