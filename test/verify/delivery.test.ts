import { describe, expect, test } from '@jest/globals';
import { noPanic } from '../../charts/clusters/no-panic.js';
import { deliveryOf, type LiveObject, problemOf } from '../../lib/verify/delivery.js';
import { committedPlan } from '../support/committed-plan.js';

const store: LiveObject = {
  resource: 'clustersecretstores.external-secrets.io',
  kind: 'ClusterSecretStore',
  name: 's',
};
const app: LiveObject = { resource: 'deployments.apps', kind: 'Deployment', name: 'a', namespace: 'a', replicas: 2 };

describe('what is looked at on no-panic (S0-15, S0-36)', () => {
  const found = deliveryOf(committedPlan(noPanic).cluster, 'ghcr-pull-secret');
  const shown = found.map(({ kind, namespace = '', name }) => `${kind} ${namespace}/${name}`);

  test('the store first, then what comes from it, in every namespace, then the app that needs it', () => {
    expect(shown[0]).toBe('ClusterSecretStore /pulumi-esc');
    expect(shown).toEqual(
      expect.arrayContaining([
        'ClusterExternalSecret /ghcr-pull-secret',
        'ExternalSecret cert-manager/cloudflare-api-token',
        'ExternalSecret default/ghcr-pull-secret',
        'ExternalSecret nodejs-demo/ghcr-pull-secret',
      ]),
    );
    expect(shown.at(-1)).toBe('Deployment nodejs-demo/nodejs-demo');
    expect(found.at(-1)?.replicas).toBe(2);
  });

  test('a public app is no matter of secrets', () => expect(shown.join()).not.toContain('Deployment hello-world'));
});

describe('what a live object says', () => {
  const condition = (status: string, more = {}) => ({ status: { conditions: [{ type: 'Ready', status, ...more }] } });

  test.each([
    ['ready', store, condition('True'), undefined],
    [
      'not ready, with the operator’s words',
      store,
      condition('False', { reason: 'SecretSyncedError', message: 'no key' }),
      'SecretSyncedError: no key',
    ],
    ['not ready, without words', store, condition('Unknown'), 'not ready'],
    ['nothing yet', store, { status: {} }, 'nobody has looked at it yet'],
    ['what is no object', store, undefined, 'nobody has looked at it yet'],
    ['all pods', app, { status: { readyReplicas: 2, updatedReplicas: 2 } }, undefined],
    ['old pods alone', app, { status: { readyReplicas: 2, updatedReplicas: 1 } }, '1 of 2 pods run as declared'],
    ['no pods', app, {}, '0 of 2 pods run as declared'],
  ])('%s', (_, object, printed, problem) => expect(problemOf(object, printed)).toBe(problem));
});
