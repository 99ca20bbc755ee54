import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '../support/temporary-folder.js';
import { buildEngines, enginesAreBuilt, programsOf } from './build-engines.js';

test('without Go and without a cache, one message says what to install, and nothing is written', async () => {
  const cache = temporaryFolder();
  const options = { folder: join('test', 'e2e'), cache, env: { PATH: cache }, say: () => {} };
  expect(enginesAreBuilt(options)).toBe(false);
  await expect(buildEngines(options, () => {})).rejects.toMatchObject({
    message: expect.stringContaining('there is no Go here'),
    hint: expect.stringContaining('install Go'),
  });
  expect(readdirSync(cache)).toEqual([]);
  expect(Object.keys(programsOf(options)).sort()).toEqual([
    ...['etcd', 'helm-controller', 'kube-apiserver', 'kube-controller-manager'],
    ...['kustomize-controller', 'source-controller'],
  ]);
});
