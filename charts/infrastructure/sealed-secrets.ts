import { type Cluster, HelmApp, Unit } from '../../lib/index.js';

/**
 * The controller of SealedSecrets, for what has to be there before a store is (S3-08). Its key pair is made before the
 * cluster is, by `npm run secrets -- sealing-key`, and survives it: the controller never makes another (S3-10).
 */
export function sealedSecretsController(cluster: Cluster): Unit {
  const unit = new Unit(cluster.infrastructure(), 'sealed-secrets', {
    // Where it looks for its key pair, and where kubeseal looks for it.
    namespace: 'kube-system',
    provides: ['bitnami.com'],
  });
  new HelmApp(unit, 'sealed-secrets', {
    values: {
      fullnameOverride: 'sealed-secrets-controller',
      // The chart's default image is of a registry that drops versions.
      image: { registry: 'ghcr.io', repository: 'bitnami-labs/sealed-secrets-controller' },
      keyrenewperiod: '0',
      resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
    },
  });
  return unit;
}
