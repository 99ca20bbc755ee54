import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { run } from '../../lib/cli/main.js';
import type { Finding } from '../../lib/model/finding.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const ks = (name: string, path: string, more = '') => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${name}, namespace: flux-system }
spec:
  interval: 1h
  retryInterval: 2m
  timeout: 5m
  path: ${path}
  prune: true
  wait: true
  sourceRef: { kind: GitRepository, name: flux-system }
${more}`;

const list = (...resources: string[]) =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [${resources.join(', ')}]\n`;

/** Two clusters over one base, as many repositories have it. */
const REPOSITORY = {
  'clusters/red/apps.yaml': ks('apps', './apps/red'),
  'clusters/blue/apps.yaml': ks('apps', './apps/blue'),
  'apps/base/kustomization.yaml': list('namespace.yaml', 'config.yaml'),
  'apps/base/namespace.yaml': `apiVersion: v1
kind: Namespace
metadata:
  name: web
  labels: { pod-security.kubernetes.io/enforce: restricted }
  annotations: { kustomize.toolkit.fluxcd.io/prune: disabled }
`,
  'apps/base/config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web, namespace: web }\ndata: { a: b }\n',
  'apps/red/kustomization.yaml': list('../base'),
  'apps/blue/kustomization.yaml': list('../base', 'gone.yaml'),
};

async function check(files: Readonly<Record<string, string>>, folder: string) {
  const root = temporaryFolder(files);
  mkdirSync(join(root, '.git'));
  const lines: string[] = [];
  const io = {
    root,
    env: {},
    out: (line: string) => lines.push(line),
    err: (line: string) => lines.push(line),
  };
  const code = await run({ clusters: [] }, ['check', '--tree', join(root, folder), '--format', 'json'], io);
  const { findings, objects } = JSON.parse(lines.join('\n')) as { findings: Finding[]; objects: number };
  const errors = findings.filter(({ severity }) => severity === 'error');
  return { code, objects, errors: errors.map(({ code: rule, file, message }) => `${rule} ${file}: ${message}`) };
}

describe('a repository with several clusters', () => {
  test('a folder is one cluster, and what it applies may lie beside it', async () => {
    expect(await check(REPOSITORY, 'clusters/red')).toEqual({ code: 0, objects: 3, errors: [] });
  });

  test('what is wrong beside the folder is found where it is', async () => {
    const { code, errors } = await check(REPOSITORY, 'clusters/blue');
    expect(code).toBe(1);
    expect(errors).toContain('kustomize-build apps/blue/kustomization.yaml: lists "gone.yaml", which does not exist');
  });

  test('a file beside the folder that nothing leads to is nobody’s concern', async () => {
    const files = { ...REPOSITORY, 'apps/old/broken.yaml': 'a: [\n', 'apps/old/secret.yaml': 'kind: Secret\n' };
    expect((await check(files, 'clusters/red')).errors).toEqual([]);
  });
});

test('a folder without a Kustomization is taken for what somebody points Flux at', async () => {
  const files = {
    'home/config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: nowhere }\n',
    'home/more/service.yaml':
      'apiVersion: v1\nkind: Service\nmetadata: { name: a, namespace: nowhere }\nspec: { prots: [] }\n',
  };
  const { objects, errors } = await check(files, 'home');
  expect(objects).toBe(3);
  expect(errors).toEqual(
    expect.arrayContaining([
      expect.stringContaining('namespace-declared home/config.yaml: namespace "nowhere" is declared nowhere'),
      expect.stringContaining('schema home/more/service.yaml: unknown field "prots"'),
    ]),
  );
});

test('what several units make of one file is one thing to mend', async () => {
  const files = {
    'home/one.yaml': ks('one', './parts/one', '  targetNamespace: one\n'),
    'home/two.yaml': ks('two', './parts/two', '  targetNamespace: two\n'),
    'parts/one/kustomization.yaml': `${list()}components: [../shared]\n`,
    'parts/two/kustomization.yaml': `${list()}components: [../shared]\n`,
    'parts/shared/kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [service.yaml]\n',
    'parts/shared/service.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec: { prots: [] }\n',
  };
  const { errors } = await check(files, 'home');
  expect(errors.filter((error) => error.startsWith('schema '))).toEqual([
    'schema parts/shared/service.yaml: unknown field "prots" (and so in 1 more)',
  ]);
});
