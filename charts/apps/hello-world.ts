import { allowOnlyExposure, type Cluster, ConfigFiles, Unit, WebApp } from '../../lib/index.js';

/** The pattern for every app: a public image with a page of our own, under HTTPS (S0-18). */
export function helloWorld(cluster: Cluster): Unit {
  const unit = new Unit(cluster.apps(), 'hello-world');
  const page = new ConfigFiles(unit, 'hello-world', {
    'index.html': '<!doctype html><title>Hello</title>Hello, world\n',
  });
  const image = { image: cluster.image('hello-world'), port: 8080, user: 101, health: { path: '/' } };
  const access = { public: 'a static page' };
  const mounts = { '/usr/share/nginx/html': page.mount() };
  new WebApp(unit, 'hello-world', { ...image, host: 'hello-world', access, mounts });
  allowOnlyExposure(unit, [8080]);
  return unit;
}
