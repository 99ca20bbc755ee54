import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cniOf, k3sBundled, talosOwns } from '../../../lib/flux/ownership/boundaries.js';
import { formatOwners, ownersOf } from '../../../lib/flux/ownership/format-owners.js';
import { imageRepository, matchesPattern } from '../../../lib/flux/ownership/patterns.js';
import { boundary } from '../../../lib/rules/ownership/boundary.js';
import { fixtureView } from '../../support/fixture-tree.js';

const object = (kind: string, namespace: string, name: string, more = '') =>
  `{ apiVersion: v1, kind: ${kind}, metadata: { name: ${name}, namespace: ${namespace} }${more} }\n`;

describe('what a cluster’s own tools own', () => {
  const found = (objects: string, boundaries: ReturnType<typeof k3sBundled>[]) =>
    [...boundary.check(fixtureView({ objects, settings: { boundaries } }))].map(({ message }) => message);
  const coredns = object('ConfigMap', 'kube-system', 'coredns');
  const traefik = object('Service', 'kube-system', 'traefik');

  test('K3s has what its server is not told to leave out', () => {
    expect(found(coredns, [k3sBundled()])).toEqual([expect.stringContaining('brings CoreDNS, which K3s owns')]);
    expect(found(traefik, [k3sBundled()])).toHaveLength(1);
    expect(found(traefik, [k3sBundled({ disabled: ['traefik'] })])).toEqual([]);
  });

  test('on test-cluster Talos has CoreDNS and Terraform the CNI, and the tree may bring neither', () => {
    const boundaries = [talosOwns({ cni: 'none' }), cniOf('Terraform')];
    const cilium = object('ConfigMap', 'kube-system', 'cilium-config');
    expect(found(`${coredns}---\n${cilium}`, boundaries)).toEqual([
      expect.stringContaining('brings CoreDNS, which Talos owns'),
      expect.stringContaining('brings the CNI, which Terraform owns: nodes without network'),
    ]);
    expect(found(cilium, [talosOwns({ cni: 'none' })])).toEqual([]);
  });
});

describe('the map of owners', () => {
  const view = fixtureView({
    objects: `${object('ConfigMap', 'demo', 'web')}---\n${object('Secret', 'demo', 'token')}`,
    settings: {
      boundaries: [cniOf('Terraform')],
      owned: [
        { id: { group: '', kind: 'ConfigMap', namespace: 'demo', name: 'web' }, owner: 'Terraform x', file: 'p' },
      ],
    },
  });

  test('names every owner of an object', () => {
    expect(ownersOf(view).find(({ kind }) => kind === 'ConfigMap')?.owners).toEqual([
      { name: 'unit demo', file: 'kubernetes/test/apps/demo/app/objects.yaml' },
      { name: 'Terraform x', file: 'p' },
    ]);
  });

  test('is readable: owners with what they have, then boundaries with their reasons', () => {
    const text = formatOwners(view);
    expect(text).toContain('unit demo\n  ConfigMap/demo/web  also Terraform x\n  Secret/demo/token\n');
    expect(text).toContain('Terraform (boundary)\n  cni\n  because nodes without network');
  });
});

describe('patterns', () => {
  test('match as a star for anything, whatever stands around it', () => {
    const part = fc.stringMatching(/^[a-z]{0,3}$/);
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), fc.stringMatching(/^[a-z]{0,8}$/), (parts, name) => {
        const expected = new RegExp(`^${parts.join('.*')}$`).test(name);
        return matchesPattern({ kind: 'X', name: parts.join('*') }, { group: '', kind: 'X', name }) === expected;
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['quay.io/cilium/cilium:v1.18.0@sha256:abc', 'cilium/cilium'],
    ['localhost:5000/cilium/cilium', 'cilium/cilium'],
    ['cilium/cilium:v1', 'cilium/cilium'],
    ['traefik', 'traefik'],
    ['registry.k8s.io/kube-proxy:v1.34.2', 'kube-proxy'],
  ])('of image %s find repository %s', (image, repository) => expect(imageRepository(image)).toBe(repository));
});
