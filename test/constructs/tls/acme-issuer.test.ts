import { describe, expect, test } from '@jest/globals';
import {
  AcmeIssuer,
  type AcmeIssuerProps,
  type Cluster,
  cloudflareSolver,
  DeclaredSecret,
  httpSolver,
  powerDnsSolver,
  powerdnsApiKey,
  powerdnsApiKeyFor,
  Unit,
} from '../../../lib/index.js';
import { describeGolden } from '../../support/golden.js';
import { planOf, render, testCluster } from '../../support/test-cluster.js';

const email = 'admin@example.org';

function issuer(c: Cluster, props: AcmeIssuerProps): void {
  const unit = new Unit(c.infrastructure(), 'cluster-issuer', { namespace: 'cert-manager' });
  new AcmeIssuer(unit, 'letsencrypt', props);
}

const folder = 'infrastructure/cluster-issuer';

describeGolden('acme-issuer', {
  cloudflare: () =>
    render({}, (c) => issuer(c, { email, solvers: [cloudflareSolver({ zones: ['example.org'] })] }), folder),
  'powerdns-and-http': () =>
    render(
      {},
      (c) => {
        const server = new DeclaredSecret(new Unit(c.infrastructure('dns'), 'powerdns'), 'api-key', powerdnsApiKey());
        const apiKey = powerdnsApiKeyFor('webhook', server);
        const host = 'http://powerdns.dns.svc.cluster.local:8081';
        const solvers = [
          powerDnsSolver({ host, apiKey, zones: ['example.org', 'example.net.'] }),
          httpSolver({ ingressClass: 'nginx', names: ['www.example.org'] }),
        ];
        issuer(c, { email, solvers, environment: 'staging' });
      },
      folder,
    ),
});

describe('an issuer (S2-25)', () => {
  const findings = (props: AcmeIssuerProps) =>
    planOf(testCluster({}, (c) => issuer(c, props))).findings.map(({ field }) => field);

  test('without an address that can be written to is a finding', () => {
    expect(findings({ email: 'admin', solvers: [cloudflareSolver()] })).toEqual(['AcmeIssuer letsencrypt.email']);
  });

  test('without a solver is a finding: every certificate would wait for ever', () => {
    expect(findings({ email, solvers: [] })).toEqual(['AcmeIssuer letsencrypt.solvers']);
  });

  test('and its secrets are in the namespace in which cert-manager looks (trap 38)', () => {
    const { cluster } = planOf(testCluster({}, (c) => issuer(c, { email, solvers: [cloudflareSolver()] })));
    const secrets = cluster.units.flatMap(({ secretFiles }) => secretFiles);
    expect(secrets.map(({ declaration: { namespace, name } }) => `${namespace}/${name}`)).toEqual([
      'cert-manager/cloudflare-api-token',
    ]);
  });
});
