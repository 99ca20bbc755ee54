import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { notes } from '../fixtures/notes.js';
import { filesOf, planOf, TEST_VERSIONS, testCluster } from '../support/test-cluster.js';

/** The chart file that README.md shows. */
const shown = /^```ts\n([\s\S]*?)^```/m.exec(readFileSync('README.md', 'utf8'))?.[1] ?? '';
const versions = {
  ...TEST_VERSIONS,
  images: { ...TEST_VERSIONS.images, notes: { repository: 'ghcr.io/example/notes', tag: '1.0.0' } },
};

describe('the app that README.md adds', () => {
  test('is the one that these tests render', () => {
    const tested = readFileSync('test/fixtures/notes.ts', 'utf8');
    expect(shown.replace('../../../lib/', '../../lib/')).toBe(tested);
  });

  test('takes ten lines at most, without the import', () => {
    const lines = shown.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('import '));
    expect(lines.length).toBeLessThanOrEqual(10);
  });

  test('gives a folder with everything that Flux needs, and no finding', () => {
    const files = filesOf(planOf(testCluster({}, notes), { versions }), 'apps/demo/notes');
    expect([...files.keys()]).toEqual([
      'apps/demo/notes/app/deployment.yaml',
      'apps/demo/notes/app/ingress.yaml',
      'apps/demo/notes/app/kustomization.yaml',
      'apps/demo/notes/app/persistentvolumeclaim.yaml',
      'apps/demo/notes/app/service.yaml',
      'apps/demo/notes/ks.yaml',
    ]);
    expect(files.get('apps/demo/notes/app/kustomization.yaml')).toContain('./secret.sops.yaml');
    expect(files.get('apps/demo/notes/ks.yaml')).toContain('provider: sops');
  });
});
