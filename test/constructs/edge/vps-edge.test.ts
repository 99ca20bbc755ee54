import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { testClusterEdge } from '../../../charts/clusters/test-cluster-edge.js';
import { routeProblems } from '../../../lib/constructs/edge/advertised-route.js';
import {
  type AddressRange,
  holds,
  parseCidr,
  readAddresses,
  smallestNetwork,
} from '../../../lib/flux/network/address-range.js';
import { type VpsEdgeOptions, variable, vpsEdge } from '../../../lib/index.js';
import { describeGolden } from '../../support/golden.js';
import { planOf, render, type TestSettings, testCluster } from '../../support/test-cluster.js';

const ADDRESSES = { ingress: '10.0.3.2', dns: '10.0.3.3', services: '10.0.3.4-10.0.3.20' };
const OPTIONS = testClusterEdge(ADDRESSES, { tailscale: '100.64.0.3' });
const SETTINGS: TestSettings = {
  domain: 'test-cluster.agentydragon.com',
  addresses: { api: ['10.0.3.1'], nodes: ['10.0.1.0/24', '10.0.2.0/24'] },
};

const problems = (options: Partial<VpsEdgeOptions>, settings: TestSettings = SETTINGS) =>
  planOf(testCluster(settings, (c) => vpsEdge(c, { ...OPTIONS, ...options }))).findings.map(
    ({ message, hint }) => `${message} (${hint})`,
  );
const route = (cidr: string) => problems({ tailnet: { ...OPTIONS.tailnet, route: cidr } });

describeGolden('edge-vps', {
  'test-cluster': () => render(SETTINGS, (c) => vpsEdge(c, OPTIONS), 'edge'),
  forward: () => {
    const { otherwise: _, pools: __, ...rest } = OPTIONS;
    return render(SETTINGS, (c) => vpsEdge(c, { ...rest, dns: { address: '10.0.3.3', by: 'forward' } }), 'edge');
  },
});

describe('S3-42 the advertised route', () => {
  test('that does not start at its own address is an error with the network to take (trap 57)', () => {
    expect(route('10.0.3.4/28')).toEqual([
      '"10.0.3.4/28" is no network address; the network that it lies in is 10.0.3.0/28 (10.0.3.0/27 is the smallest network that holds 10.0.3.2, 10.0.3.3, 10.0.3.4-10.0.3.20)',
    ]);
  });

  test('that leaves out part of a pool is an error, since the VPS could not reach it', () => {
    expect(route('10.0.3.0/28')).toEqual([
      '10.0.3.0/28 does not hold 10.0.3.4-10.0.3.20 (10.0.3.0/27 is the smallest network that holds 10.0.3.2, 10.0.3.3, 10.0.3.4-10.0.3.20)',
    ]);
  });

  test('that takes in what is reached without it is an error: nodes would go to each other through a router', () => {
    expect(route('10.0.0.0/16')).toEqual([
      expect.stringMatching(/^10\.0\.0\.0\/16 takes in 10\.0\.1\.0\/24, which is reached without it/),
      expect.stringMatching(/^10\.0\.0\.0\/16 takes in 10\.0\.2\.0\/24/),
    ]);
    expect(route('0.0.0.0/0')).toContainEqual(expect.stringContaining('which the tailnet itself has'));
  });

  test.each(['10.0.3.0', '10.0.3.0/33', 'fd00::/64', 'tailnet'])('%s is an error', (cidr) => {
    expect(route(cidr).length).toBeGreaterThan(0);
  });

  const octet = fc.integer({ min: 0, max: 255 });
  const address = fc.tuple(fc.constant(10), octet, octet, octet).map((parts) => parts.join('.'));

  test('law: the network that an error names is accepted, and no smaller one is', () => {
    fc.assert(
      fc.property(fc.array(address, { minLength: 1, maxLength: 5 }), (reached) => {
        const network = smallestNetwork(reached.map((text) => readAddresses(text) as AddressRange)) as string;
        expect(routeProblems(network, reached, {})).toEqual([]);
        const [start, length] = network.split('/');
        const smaller = parseCidr(`${start}/${Number(length) + 1}`).range;
        const fits =
          smaller !== undefined && reached.every((text) => holds(smaller, readAddresses(text) as AddressRange));
        expect(fits).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('law: a network that starts elsewhere than at its own address is never accepted', () => {
    fc.assert(
      fc.property(address, fc.integer({ min: 0, max: 32 }), (start, length) => {
        const cidr = `${start}/${length}`;
        const { problem } = parseCidr(cidr);
        expect(routeProblems(cidr, [start], {}).some(({ message }) => message === problem)).toBe(problem !== undefined);
      }),
      { numRuns: 500 },
    );
  });
});

describe('S3-41 the VPS', () => {
  test.each([
    [{ ingress: '10.0.3.2:443' }, '"10.0.3.2:443" is no address'],
    [{ dns: { address: 'dns', by: 'forward' } as const }, '"dns" is no address'],
    [{ otherwise: 'localhost' }, '"localhost" is no place'],
    [{ pools: ['10.0.3.4/x'] }, '"10.0.3.4/x" is no address and no range'],
    [{ tailnet: { ...OPTIONS.tailnet, tag: 'cluster-router' } }, '"cluster-router" is no tag'],
    [{ tailnet: { ...OPTIONS.tailnet, vps: 'vps' } }, '"vps" is no address'],
  ])('%j is an error, and nothing is written', (options, fact) => {
    expect(problems(options)).toEqual([expect.stringContaining(fact)]);
  });

  test('a cluster whose domain is a variable cannot have these files: nginx fills in nothing of Flux’s', () => {
    const settings = { domain: variable('DOMAIN'), variables: { DOMAIN: 'example.org' } };
    expect(problems({}, settings)).toEqual([expect.stringContaining('needs the domain itself')]);
  });

  test('S3-55 where PowerDNS on the VPS is a secondary, nginx leaves port 53 to it, and each reaches the other', () => {
    const files = render(SETTINGS, (c) => vpsEdge(c, OPTIONS), 'edge');
    expect(files.get('edge/nginx-stream.conf')).not.toContain('listen 53');
    const policy = files.get('edge/tailnet-policy.hujson') ?? '';
    const { acls, autoApprovers } = JSON.parse(policy.replaceAll(/^ *\/\/.*$/gm, '')) as Record<string, unknown>;
    expect(autoApprovers).toEqual({ routes: { '10.0.3.0/27': ['tag:cluster-router'] } });
    expect(acls).toEqual([
      { action: 'accept', src: ['100.64.0.3'], dst: ['10.0.3.2:80,443', '10.0.3.3:53'] },
      { action: 'accept', src: ['tag:cluster-router'], dst: ['100.64.0.3:53'] },
    ]);
  });
});
