import { type Cluster, Unit, WebApp } from '../../lib/index.js';
import { testCluster } from './test-cluster.js';

/** Declares a small app that is exposed, in a unit of its name. */
export function exposedApp(c: Cluster, name: string, user?: number): void {
  const unit = new Unit(c.apps('demo'), name);
  new WebApp(unit, name, {
    image: c.image('demo'),
    port: 8080,
    host: name,
    ...(user === undefined ? {} : { user }),
  });
}

/** A cluster with one such app. */
export const hello = testCluster({}, (c) => exposedApp(c, 'hello'));
