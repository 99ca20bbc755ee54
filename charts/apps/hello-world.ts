import { allowFromExposure, type Cluster, ConfigFiles, denyAll, Unit, WebApp } from '../../lib/index.js';

/** The pattern for every app: a public image with a page of our own, under HTTPS (S0-18). */
export function helloWorld(cluster: Cluster): Unit {
  const unit = new Unit(cluster.apps(), 'hello-world');
  const page = new ConfigFiles(unit, 'hello-world', {
    'index.html': '<!doctype html><title>Hello</title>Hello, world\n',
  });
  new WebApp(unit, 'hello-world', {
    image: cluster.image('hello-world'),
    port: 8080,
    host: 'hello-world',
    access: { public: 'a static page' },
    user: 101,
    health: { path: '/' },
    mounts: { '/usr/share/nginx/html': page.mount() },
  });
  denyAll(unit);
  allowFromExposure(unit, [8080]);
  return unit;
}
