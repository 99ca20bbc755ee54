import { type Cluster, HelmApp, RESTRICTED_CONTAINER, Unit } from '../../lib/index.js';

const RESTRICTED = {
  podSecurityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
  securityContext: { ...RESTRICTED_CONTAINER, readOnlyRootFilesystem: true },
  resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } },
};

/** The operator of MariaDB servers. Its definitions are a chart of their own, which has to be there first. */
export function mariadbOperator(cluster: Cluster): Unit {
  const unit = new Unit(cluster.infrastructure(), 'mariadb-operator', { provides: ['k8s.mariadb.com'] });
  // With the definitions every database would go.
  new HelmApp(unit, 'mariadb-operator-crds', { stateful: true });
  new HelmApp(unit, 'mariadb-operator', {
    after: ['mariadb-operator-crds'],
    values: { ...RESTRICTED, webhook: RESTRICTED, certController: RESTRICTED },
  });
  return unit;
}
