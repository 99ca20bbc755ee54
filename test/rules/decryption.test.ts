import { describe, expect, test } from '@jest/globals';
import { DeclaredSecret, generated, k8s, Unit } from '../../lib/index.js';
import { decryption } from '../../lib/rules/decryption.js';
import { planOf, testCluster } from '../support/test-cluster.js';

const { cluster, tree, sealed } = planOf(
  testCluster({}, (c) => {
    const app = new Unit(c.apps('demo'), 'app');
    new DeclaredSecret(app, 'app', { token: generated({ length: 24 }) }, { file: 'normative.yaml' });
    new k8s.KubeConfigMap(new Unit(c.apps('demo'), 'plain'), 'config', { metadata: { name: 'plain' } });
  }),
);

/** Findings of the rule over the tree with one file changed. */
function findings(path: string, pattern: string | RegExp, by: string) {
  const files = tree.files.map((file) =>
    file.path === `kubernetes/test/apps/demo/${path}` ? { ...file, content: file.content.replace(pattern, by) } : file,
  );
  const input = { cluster, sealed, foreignFiles: [], creationRules: { rules: [] }, certificates: new Map() };
  return decryption.check({ ...input, tree: { ...tree, files } }).map(({ field, message }) => `${field} ${message}`);
}

describe('a Flux Kustomization decrypts', () => {
  test('where its path lists a SOPS file, whatever its name', () => {
    expect(findings('none', '', '')).toEqual([]);
    expect(findings('app/ks.yaml', /^ {2}decryption:\n(?: {4}.*\n)+/m, '')).toEqual([
      'Kustomization/flux-system/app does not decrypt, and its path lists normative.yaml',
    ]);
  });

  test('nowhere else', () => {
    expect(findings('plain/ks.yaml', 'spec:\n', 'spec:\n  decryption:\n    provider: sops\n')).toEqual([
      'Kustomization/flux-system/plain decrypts, and its path lists no SOPS file',
    ]);
    expect(findings('plain/app/kustomization.yaml', 'resources:\n', 'resources:\n  - added.sops.yaml\n')).toEqual([
      'Kustomization/flux-system/plain does not decrypt, and its path lists added.sops.yaml',
    ]);
  });
});
