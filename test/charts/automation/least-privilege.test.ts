import { describe, expect, test } from '@jest/globals';
import { planWith } from './automation-cluster.js';

interface Role {
  readonly rules: readonly { apiGroups: string[]; resources: string[]; verbs: string[] }[];
}

const CHOICES = [
  { builds: 'pods', namespaces: 'shared' },
  { builds: 'sidecar', namespaces: 'perApp' },
] as const;

describe.each(CHOICES)('S1-77 least privilege with builds in $builds and namespaces $namespaces', (choice) => {
  const manifests = planWith(choice).cluster.units.flatMap((unit) => unit.manifests);
  const roles = manifests.filter(({ id }) => id.kind === 'Role').map(({ object }) => object as unknown as Role);

  test('no role says "*"', () => {
    const words = roles.flatMap(({ rules }) =>
      rules.flatMap((rule) => [...rule.apiGroups, ...rule.resources, ...rule.verbs]),
    );
    expect(words.filter((word) => word.includes('*'))).toEqual([]);
  });

  test('nobody gets rights in the whole cluster, or reads Secrets, or executes in other pods', () => {
    expect(manifests.filter(({ id }) => id.kind.startsWith('ClusterRole'))).toEqual([]);
    const resources = roles.flatMap(({ rules }) => rules.flatMap((rule) => rule.resources));
    expect(resources.filter((name) => ['secrets', 'pods/exec', 'pods/attach'].includes(name))).toEqual([]);
  });

  test('every grant ends in a namespace of builds or dynamic apps', () => {
    const namespaces = manifests.filter(({ id }) => id.kind === 'RoleBinding').map(({ id }) => id.namespace);
    expect(namespaces.filter((name) => name !== 'buildah' && name !== 'dynamic-apps')).toEqual([]);
  });
});
