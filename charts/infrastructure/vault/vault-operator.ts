import { type Cluster, HelmApp, RESTRICTED_CONTAINER, Unit } from '../../../lib/index.js';

/**
 * Bank-Vaults' operator: it makes, unseals and configures Vaults (S3-31). In a namespace of its own, since Vault's is
 * privileged.
 */
export function vaultOperator(cluster: Cluster): Unit {
  const unit = new Unit(cluster.infrastructure('vault'), 'vault-operator', {
    namespace: 'vault-operator',
    provides: ['vault.banzaicloud.com'],
  });
  new HelmApp(unit, 'vault-operator', {
    values: {
      watchNamespace: 'vault',
      // With one replica it would only keep nodes from being drained.
      pdb: { create: false },
      podSecurityContext: { runAsNonRoot: true, runAsUser: 65534, seccompProfile: { type: 'RuntimeDefault' } },
      securityContext: { ...RESTRICTED_CONTAINER, readOnlyRootFilesystem: true },
      resources: { requests: { cpu: '20m', memory: '96Mi' }, limits: { memory: '256Mi' } },
    },
  });
  return unit;
}
