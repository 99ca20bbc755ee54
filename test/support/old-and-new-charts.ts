import { type Cluster, ConfigFiles, k8s, Unit, WebApp } from '../../lib/index.js';
import { testCluster } from './test-cluster.js';

function app(c: Cluster, name: string, user = 1000): void {
  const unit = new Unit(c.apps('demo'), name);
  new WebApp(unit, name, { image: c.image('demo'), port: 8080, host: name, user });
}

function boards(c: Cluster, ...names: string[]): void {
  const unit = new Unit(c.apps('monitoring'), 'boards');
  new k8s.KubeConfigMap(unit, 'boards', {});
  for (const name of names) new ConfigFiles(unit, name, { [`${name}.json`]: { title: name, body: 'x'.repeat(5_000) } });
}

/** Charts before and after a change that has everything a write can meet: new, changed and removed files and folders. */
export const oldCharts = testCluster({}, (c) => {
  for (const name of ['stays', 'changes', 'goes']) app(c, name);
  boards(c, 'one', 'two');
  app(c, 'hello');
});

export const newCharts = testCluster({}, (c) => {
  app(c, 'stays');
  app(c, 'changes', 2000);
  boards(c, 'two', 'three');
  app(c, 'comes');
  new k8s.KubeConfigMap(new Unit(c.infrastructure('network'), 'first'), 'first', {});
});
