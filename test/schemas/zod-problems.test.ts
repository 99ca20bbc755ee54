import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../lib/model/json.js';
import { loadZodKinds } from '../../lib/schemas/kinds/registry.js';

const { zodKindCheck } = await loadZodKinds();

function problems(group: string, version: string, kind: string, rest: JsonObject) {
  const object = { apiVersion: `${group}/${version}`, kind, metadata: { name: 'demo' }, ...rest };
  return (zodKindCheck(group, version, kind)?.(object) ?? []).map(
    ({ path, message, hint = '' }) => `${path.join('.')}: ${message} (${hint})`,
  );
}

const pool = (spec: JsonObject) => problems('metallb.io', 'v1beta1', 'IPAddressPool', { spec });

describe('what a zod schema finds is said as the other schemas say it', () => {
  test.each<[string, JsonObject, string[]]>([
    [
      'a misspelt field, and the one that is missing for it',
      { adresses: ['192.0.2.0/24'] },
      ['spec: missing field "addresses" ()', 'spec.adresses: unknown field "adresses" (did you mean "addresses"?)'],
    ],
    [
      'text for a boolean',
      { addresses: [], autoAssign: 'true' },
      ['spec.autoAssign: is a string, not a boolean (leave out the quotes)'],
    ],
    [
      'what is no address',
      { addresses: ['192.0.2.1'] },
      ['spec.addresses.0: is neither CIDR nor range (first-last) ()'],
    ],
    ['null for what may be absent', { addresses: [], autoAssign: null }, []],
    ['null for what may not', { addresses: null }, ['spec.addresses: is null, not a list ()']],
    ['a list for a map', { addresses: [], serviceAllocation: [] }, ['spec.serviceAllocation: is a list, not a map ()']],
  ])('%s', (_, spec, expected) => {
    expect(pool(spec)).toEqual(expected);
  });

  test('a field that is misspelt where nobody knows the names of others hides what is missing', () => {
    expect(pool({ '\uFDD0X\uFDD1': ['192.0.2.0/24'] })).toEqual([]);
  });

  test('a choice of several forms is boiled down to the one that was meant', () => {
    const vault = (memory: unknown) =>
      problems('vault.banzaicloud.com', 'v1alpha1', 'Vault', {
        spec: { config: {}, resources: { vault: { limits: { memory: memory as string } } } },
      });
    expect(vault('1GB')).toEqual(['spec.resources.vault.limits.memory: is no quantity ()']);
    expect(vault(true)).toEqual([
      'spec.resources.vault.limits.memory: is a boolean, not a number or a string (put it in quotes)',
    ]);
    expect(vault('1Gi')).toEqual([]);
    expect(vault(2)).toEqual([]);
  });

  test('limits, enums, durations and rules between fields', () => {
    expect(
      problems('metallb.io', 'v1beta2', 'BGPPeer', { spec: { myASN: -1, peerPort: 20000, holdTime: '90' } }),
    ).toEqual([
      'spec.peerPort: is more than 16384 ()',
      'spec.holdTime: is no duration such as 90s or 1h30m ()',
      'spec.myASN: is less than 0 ()',
    ]);
    expect(
      problems('metallb.io', 'v1beta2', 'BGPPeer', { spec: { myASN: 1, peerASN: 2, dynamicASN: 'internal' } }),
    ).toEqual(['spec: has both peerASN and dynamicASN ()']);
    expect(
      problems('snapshot.storage.k8s.io', 'v1', 'VolumeSnapshotClass', { driver: 'x', deletionPolicy: 'Delte' }),
    ).toEqual(['deletionPolicy: is none of: Delete, Retain (did you mean "Delete"?)']);
    expect(problems('snapshot.storage.k8s.io', 'v1', 'VolumeSnapshot', { spec: { source: {} } })).toEqual([
      'spec.source: names not exactly one of persistentVolumeClaimName and volumeSnapshotContentName ()',
    ]);
    expect(
      problems('dns.cav.enablers.ob', 'v1alpha2', 'ClusterZone', {
        spec: { kind: 'Native', nameservers: ['ns1.example.org.'] },
      }),
    ).toEqual(['spec.nameservers.0: is no host name (without a dot at its end) ()']);
    expect(
      problems('dns.cav.enablers.ob', 'v1alpha2', 'ClusterZone', { spec: { kind: 'Native', nameservers: [] } }),
    ).toEqual(['spec.nameservers: has fewer than 1 items ()']);
  });

  test('kustomization.yaml may leave out what kustomize adds, but its names are checked', () => {
    const check = zodKindCheck('kustomize.config.k8s.io', 'v1beta1', 'Kustomization');
    expect(check?.({ resources: ['a.yaml'] })).toEqual([]);
    expect(check?.({ resources: null })).toEqual([]);
    expect(check?.({ resource: ['a.yaml'] })).toEqual([
      {
        path: ['resource'],
        keyword: 'unknown',
        message: 'unknown field "resource"',
        hint: 'did you mean "resources"?',
      },
    ]);
    expect(check?.({ images: [{ name: 'a', newTag: 1.1 }] })).toMatchObject([
      { path: ['images', 0, 'newTag'], keyword: 'type', hint: 'put it in quotes' },
    ]);
  });
});
