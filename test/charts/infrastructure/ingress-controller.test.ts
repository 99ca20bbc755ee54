import { describe, expect, test } from '@jest/globals';
import { nodejsDemo } from '../../../charts/apps/nodejs-demo.js';
import { ingressController } from '../../../charts/infrastructure/ingress-controller.js';
import { ingressNginxController } from '../../../charts/infrastructure/ingress-nginx.js';
import { type IngressNginxController, ingressNginx, k3sBundled, k3sServiceLb, metalLb } from '../../../lib/index.js';
import { checkTree } from '../../../lib/rules/check-tree.js';
import { planView } from '../../../lib/synth/plan-view.js';
import { objectsIn } from '../../support/committed-plan.js';
import { describeGolden } from '../../support/golden.js';
import { filesOf, planOf, type TestSettings, testCluster } from '../../support/test-cluster.js';

const versions = {
  charts: {
    'ingress-nginx': { repository: 'https://charts.example.net', chart: 'ingress-nginx', version: '1.0.0' },
    traefik: { repository: 'oci://ghcr.io/example', chart: 'traefik', version: '1.0.0' },
  },
  images: { 'nodejs-demo': { repository: 'ghcr.io/example/demo', tag: '1.0.0' } },
};
const k3s = { loadBalancer: k3sServiceLb(), boundaries: [k3sBundled({ disabled: ['traefik'] })] };

type Options = Omit<Parameters<typeof ingressController>[1], 'ingress'>;

function planFor(controller: IngressNginxController, settings: TestSettings = k3s, options: Options = {}) {
  const ingress = ingressNginx({ controller });
  const definition = testCluster({ ...settings, exposure: ingress }, (c) => {
    ingressController(c, { ingress, ...options });
    nodejsDemo(c);
  });
  return planOf(definition, { versions });
}

/** What `npm run check` says of the tree that would be written; of versions that nobody locked it may say so. */
function checked(planned: ReturnType<typeof planFor>): string[] {
  const { findings } = checkTree(planView(planned, { files: new Map() }));
  const relevant = findings.filter(({ severity }) => severity !== 'info');
  return [...planned.findings, ...relevant].map(({ code, message }) => `${code}: ${message}`);
}

describeGolden('ingress-controller', {
  'ingress-nginx': () => filesOf(planFor('ingress-nginx'), 'infrastructure', 'apps'),
  traefik: () => filesOf(planFor('traefik'), 'infrastructure', 'apps'),
});

describe.each(['ingress-nginx', 'traefik'] as const)('%s serves the same apps, by one setting', (controller) => {
  test('nothing is found: the class exists, and the app lets this controller in', () => {
    expect(checked(planFor(controller))).toEqual([]);
  });

  test('its Service asks for the address that the cluster’s load balancer gives out', () => {
    const planned = planFor(controller, { loadBalancer: metalLb() }, { address: '10.0.3.2' });
    const release = objectsIn(planned).find(({ kind }) => kind === 'HelmRelease');
    expect(JSON.stringify(release?.spec)).toContain('"metallb.io/loadBalancerIPs":"10.0.3.2"');
  });

  test('on K3s an address of its own is an error, since ServiceLB has none to give', () => {
    const { findings } = planFor(controller, k3s, { address: '10.0.3.2' });
    expect(findings.map(({ message }) => message).join()).toContain('leave the address out');
  });

  test('Prometheus scrapes it where there is one, and the unit waits for the definition', () => {
    const planned = planFor(controller, k3s, { monitored: true });
    expect(objectsIn(planned).filter(({ kind }) => kind === 'ServiceMonitor')).toHaveLength(1);
    expect(objectsIn(planFor(controller)).filter(({ kind }) => kind === 'ServiceMonitor')).toEqual([]);
  });
});

describe('S0-26: one controller alone binds 80 and 443', () => {
  const taken = (planned: ReturnType<typeof planFor>) =>
    checked(planned).filter((finding) => finding.startsWith('host-port-unique'));

  test('beside the Traefik that K3s bundles, ingress-nginx never gets them', () => {
    const bundled = { ...k3s, boundaries: [k3sBundled()] };
    expect(taken(planFor('ingress-nginx', bundled))).toEqual([
      'host-port-unique: port 80 (TCP) of the nodes is taken by the Traefik that K3s bundles',
      'host-port-unique: port 443 (TCP) of the nodes is taken by the Traefik that K3s bundles',
    ]);
  });

  test('nor do two controllers of the tree', () => {
    const ingress = ingressNginx({ controller: 'traefik' });
    const definition = testCluster({ ...k3s, exposure: ingress }, (c) => {
      ingressController(c, { ingress });
      ingressNginxController(c);
    });
    expect(taken(planOf(definition, { versions }))).toHaveLength(2);
  });
});
