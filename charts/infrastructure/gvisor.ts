import { type Cluster, k8s, Unit } from '../../lib/index.js';

/** Class of pods that gVisor keeps apart from the node's kernel; Talos' extension `gvisor` brings `runsc` (S3-92). */
export function gvisor(cluster: Cluster): Unit {
  const unit = new Unit(cluster.infrastructure(), 'gvisor');
  new k8s.KubeRuntimeClass(unit, 'gvisor', { metadata: { name: 'gvisor' }, handler: 'runsc' });
  return unit;
}
