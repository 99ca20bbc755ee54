import { describe, expect, test } from '@jest/globals';
import { certManagerOperator } from '../../charts/infrastructure/cert-manager.js';
import { clusterIssuer } from '../../charts/infrastructure/cluster-issuer.js';
import { ingressController } from '../../charts/infrastructure/ingress-controller.js';
import {
  type Cluster,
  certManager,
  claim,
  cloudflareSolver,
  ingressNginx,
  k8s,
  traefik,
  Unit,
  WebApp,
} from '../../lib/index.js';
import { planOf, testCluster } from '../support/test-cluster.js';

const chart = (name: string) => ({ repository: 'oci://registry.example.org/charts', chart: name, version: '1.0.0' });
const versions = {
  charts: { 'ingress-nginx': chart('ingress-nginx'), traefik: chart('traefik'), 'cert-manager': chart('cert-manager') },
  images: {},
};

type Settings = Parameters<typeof testCluster>[0];

function dependenciesOf(name: string, settings: Settings, declare: (c: Cluster) => void): readonly string[] {
  const { units } = planOf(testCluster(settings, declare), { versions }).cluster;
  return units.find((unit) => unit.name === name)?.dependsOn ?? [];
}

function app(c: Cluster, options: object = {}): void {
  new WebApp(new Unit(c.apps('demo'), 'app'), 'app', { image: 'ghcr.io/example/app:1', port: 8080, ...options });
}

describe('a new cluster comes up in order (X-24): an app waits for what its objects name', () => {
  test.each(['ingress-nginx', 'traefik'] as const)('the controller of its Ingress, %s', (controller) => {
    const ingress = ingressNginx({ controller });
    const declare = (c: Cluster) => {
      ingressController(c, { ingress });
      app(c, { host: 'app' });
    };
    const unit = controller === 'traefik' ? 'traefik-ingress' : 'ingress-nginx';
    expect(dependenciesOf('app', { exposure: ingress }, declare)).toContain(unit);
  });

  test('not for a controller where nothing is exposed, or where the cluster brings its own', () => {
    const ingress = ingressNginx();
    const inside = (c: Cluster) => {
      ingressController(c, { ingress });
      app(c);
    };
    expect(dependenciesOf('app', { exposure: ingress }, inside)).toEqual([]);
    expect(dependenciesOf('app', { exposure: traefik() }, (c) => app(c, { host: 'app' }))).toEqual([]);
  });

  test('the issuer of its own Certificate, and the definition', () => {
    const declare = (c: Cluster) => {
      certManagerOperator(c);
      clusterIssuer(c, { name: 'le', email: 'me@example.org', solvers: [cloudflareSolver()] });
      app(c, { host: 'app' });
    };
    const of = (explicit: boolean) =>
      dependenciesOf('app', { exposure: traefik(), tls: certManager({ issuer: 'le', explicit }) }, declare);
    expect(of(true)).toEqual(['cert-manager', 'cluster-issuer']);
    // A token that is not there yet holds up certificates, not the app.
    expect(of(false)).toEqual([]);
  });

  test('who makes its volume', () => {
    const declare = (c: Cluster) => {
      new k8s.KubeStorageClass(new Unit(c.infrastructure(), 'storage'), 'fast', {
        metadata: { name: 'fast' },
        provisioner: 'example.org/fast',
      });
      app(c, { mounts: { '/data': claim('1Gi') } });
    };
    expect(dependenciesOf('app', { storageClass: 'fast' }, declare)).toEqual(['storage']);
  });
});
