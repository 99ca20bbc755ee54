import { describe, expect, test } from '@jest/globals';
import { selects } from '../../lib/flux/label-selector.js';
import type { KubeObject } from '../../lib/model/manifest.js';
import { namespacesWithSecret } from '../../lib/verify/pull-secret-namespaces.js';
import { judgePull } from '../../lib/verify/pull-test.js';
import { clusterWith } from '../secrets/resolved-cluster.js';

const namespaces = ['a', 'b', 'robots'].map((name) => ({
  name,
  security: { level: name === 'robots' ? ('privileged' as const) : ('restricted' as const), reason: '' },
  path: '',
  source: '',
}));

function everywhere(spec: object): KubeObject {
  const object = {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ClusterExternalSecret',
    metadata: { name: 'pull' },
    spec: { externalSecretSpec: {}, ...spec },
  };
  return object as KubeObject;
}

const found = (spec: object, more: readonly KubeObject[] = []) =>
  namespacesWithSecret(clusterWith([everywhere(spec), ...more], [], { namespaces }), 'pull');

describe('namespaces with a pull secret', () => {
  test('are those that a selector takes, the default one included', () => {
    expect(found({ namespaceSelectors: [{}] })).toEqual(['a', 'b', 'default', 'robots']);
    expect(
      found({ namespaceSelector: { matchLabels: { 'pod-security.kubernetes.io/enforce': 'privileged' } } }),
    ).toEqual(['robots']);
    const but = { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['default', 'robots'] };
    expect(found({ namespaceSelectors: [{ matchExpressions: [but] }] })).toEqual(['a', 'b']);
    expect(found({ namespaces: ['b', 'elsewhere'] })).toEqual(['b', 'elsewhere']);
    expect(found({})).toEqual([]);
  });

  test('are found by the labels of a Namespace that a unit brings', () => {
    const own = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'mine', labels: { pull: 'yes' } } };
    expect(found({ namespaceSelectors: [{ matchLabels: { pull: 'yes' } }] }, [own])).toEqual(['mine']);
  });

  test('are not those of another secret', () => {
    expect(found({ namespaceSelectors: [{}], externalSecretName: 'other' })).toEqual([]);
    expect(found({ namespaceSelectors: [{}], externalSecretSpec: { target: { name: 'other' } } })).toEqual([]);
  });

  test.each([
    ['In', { key: 'k', operator: 'In', values: ['v'] }, true, false],
    ['NotIn', { key: 'k', operator: 'NotIn', values: ['v'] }, false, true],
    ['Exists', { key: 'k', operator: 'Exists' }, true, false],
    ['DoesNotExist', { key: 'k', operator: 'DoesNotExist' }, false, true],
    ['an operator that nobody knows', { key: 'k', operator: 'Near' }, false, false],
  ])('%s is judged as Kubernetes does', (_, expression, withLabel, without) => {
    expect(selects({ matchExpressions: [expression] }, { k: 'v' })).toBe(withLabel);
    expect(selects({ matchExpressions: [expression] }, {})).toBe(without);
  });
});

describe('the verdict on a pull', () => {
  const pod = (container: object, status: object = {}) => ({ status: { ...status, containerStatuses: [container] } });

  test.each([
    ['an image that is there', pod({ imageID: 'sha256:1' }), { pulled: true }],
    [
      'a container that cannot start',
      pod({ imageID: '', state: { waiting: { reason: 'CreateContainerError' } } }),
      { pulled: true },
    ],
    [
      'a refused pull',
      pod({ state: { waiting: { reason: 'ImagePullBackOff' } } }),
      { pulled: false, reason: 'ImagePullBackOff' },
    ],
    ['a pod that was ended', { status: { reason: 'Evicted' } }, { pulled: false, reason: 'Evicted' }],
    ['a pod that is being made', pod({ state: { waiting: { reason: 'ContainerCreating' } } }), undefined],
    ['a pod without a status', {}, undefined],
    ['something that is no pod', 'x', undefined],
  ])('of %s', (_, given, verdict) => expect(judgePull(given)).toEqual(verdict));
});
