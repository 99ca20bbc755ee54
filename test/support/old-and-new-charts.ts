import { type Cluster, ConfigFiles, k8s, Unit } from '../../lib/index.js';
import { exposedApp } from './exposed-app.js';
import { testCluster } from './test-cluster.js';

function boards(c: Cluster, ...names: string[]): void {
  const unit = new Unit(c.apps('monitoring'), 'boards');
  new k8s.KubeConfigMap(unit, 'boards', {});
  for (const name of names) new ConfigFiles(unit, name, { [`${name}.json`]: { title: name, body: 'x'.repeat(5_000) } });
}

/** Charts before and after a change that has everything a write can meet: new, changed and removed files and folders. */
export const oldCharts = testCluster({}, (c) => {
  for (const name of ['stays', 'changes', 'goes']) exposedApp(c, name);
  boards(c, 'one', 'two');
  exposedApp(c, 'hello');
});

export const newCharts = testCluster({}, (c) => {
  exposedApp(c, 'stays');
  exposedApp(c, 'changes', 2000);
  boards(c, 'two', 'three');
  exposedApp(c, 'comes');
  new k8s.KubeConfigMap(new Unit(c.infrastructure('network'), 'first'), 'first', {});
});
