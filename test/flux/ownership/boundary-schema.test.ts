import { expect, test } from '@jest/globals';
import { fileSettings } from '../../../lib/flux/tree/settings-file.js';
import { cniOf, k3sBundled } from '../../../lib/index.js';
import { planOf, testCluster } from '../../support/test-cluster.js';

test('a tree’s settings file says boundaries and addresses as charts do', () => {
  const text = `
boundaries: [{ owner: Terraform, reason: bootstrap, parts: [cni], objects: [{ kind: Namespace, name: infra-* }] }]
addresses: { api: [10.0.3.1], nodes: [10.0.3.11-10.0.3.13], public: [203.0.113.9] }
`;
  const { boundaries, addresses } = fileSettings(text, 'kubernetes');
  expect(boundaries?.map(({ owner, parts }) => [owner, parts])).toEqual([['Terraform', ['cni']]]);
  expect(addresses?.api).toEqual(['10.0.3.1']);
});

test.each([
  ['boundaries: [{ owner: Terraform, reason: x }]', 'names no part, object, chart or group'],
  ['boundaries: [{ owner: Terraform, reason: x, parts: [cilium] }]', 'boundaries.0.parts.0'],
  ['addresses: { api: [10.0.3.0/27] }', 'an IPv4 or IPv6 address'],
  ['addresses: { nodes: [10.0.3.9-10.0.3.1] }', 'an address, a network or a range of addresses'],
])('one that bounds nothing is an error with its field: %s', (text, message) => {
  expect(() => fileSettings(text, 'kubernetes')).toThrow(message);
});

test('a cluster’s settings are checked the same way', () => {
  const problems = (settings: Parameters<typeof testCluster>[0]) =>
    planOf(testCluster(settings, () => {})).findings.map(({ field }) => field);
  expect(problems({ boundaries: [k3sBundled(), cniOf('Terraform')], addresses: { api: ['10.0.3.1'] } })).toEqual([]);
  expect(problems({ addresses: { api: ['10.0.3'] }, boundaries: [{ owner: 'x', reason: 'y' }] }).sort()).toEqual([
    'addresses.api.0',
    'boundaries.0',
  ]);
});
