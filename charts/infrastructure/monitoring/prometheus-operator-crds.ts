import { type Cluster, HelmApp, Unit } from '../../../lib/index.js';

/** Definitions of ServiceMonitor and the like, apart from the stack: an app with metrics does not wait for Grafana. */
export function prometheusOperatorCrds(cluster: Cluster): Unit {
  const unit = new Unit(cluster.infrastructure('monitoring'), 'prometheus-operator-crds', {
    provides: ['monitoring.coreos.com'],
  });
  new HelmApp(unit, 'prometheus-operator-crds', {
    // Removing a definition removes every object of its kind, on every unit.
    values: { crds: { annotations: { 'helm.sh/resource-policy': 'keep' } } },
  });
  return unit;
}
