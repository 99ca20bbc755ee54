import { expect, test } from '@jest/globals';
import type { AppliedObject, TreeView } from '../../../lib/flux/tree/view.js';
import { type ApiClient, ApiError } from '../api/client.js';
import type { Resources } from '../api/resources.js';
import { asApplied, dryRunAll } from './dry-run.js';
import { checkNamedKeys } from './named-keys.js';

const deployment = (key: string) => ({
  id: { group: 'apps', kind: 'Deployment', namespace: 'demo', name: key },
  unit: {},
  object: {
    spec: {
      template: {
        spec: { containers: [{ env: [{ valueFrom: { secretKeyRef: { name: 'login', key } } }] }] },
      },
    },
  },
});
const viewOf = (all: readonly object[]) => ({ index: { all } }) as unknown as TreeView;

test('a key that a workload names and its Secret has not is found, and so is a Secret that is not there', async () => {
  const get = async (path: string) => {
    if (path !== '/api/v1/namespaces/demo/secrets/login') throw new ApiError(404, 'NotFound', 'not found');
    return { data: { user: 'eA==' } };
  };
  const other = { ...deployment('user'), id: { ...deployment('user').id, namespace: 'else' } };
  const found = await checkNamedKeys(
    { get } as unknown as ApiClient,
    viewOf([deployment('user'), deployment('token'), other]),
  );
  expect(found.map(({ subject, message }) => `${subject}: ${message}`)).toEqual([
    'Deployment/demo/token: Secret demo/login has no key token',
    'Deployment/else/user: Secret else/login is not there',
  ]);
});

test('what the API says no to in a dry run is a finding of that object', async () => {
  const apply = async (path: string) => {
    if (path === 'b') throw new ApiError(422, 'Invalid', 'spec.replicas: must not be negative');
    return {};
  };
  const resources = { pathOf: async ({ metadata }: { metadata: { name: string } }) => metadata.name };
  const object = (name: string) => ({
    ...deployment(name),
    object: { metadata: { name } },
  });
  const api = { apply } as unknown as ApiClient;
  const found = await dryRunAll(api, resources as unknown as Resources, viewOf([object('a'), object('b')]));
  expect(found).toEqual([
    { check: 'dry run', subject: 'Deployment/demo/b', message: 'spec.replicas: must not be negative' },
  ]);
});

test('a sealed Secret is tried with its keys and without ciphertext', () => {
  const object = { kind: 'Secret', stringData: { user: 'ENC[AES256_GCM,data:x]' }, sops: { mac: 'y' } };
  const applied = asApplied({ object, sealed: true } as unknown as AppliedObject);
  expect(applied).toEqual({ kind: 'Secret', stringData: { user: expect.not.stringContaining('ENC') } });
});
