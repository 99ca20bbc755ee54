import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Cluster, ConfigFiles, DeclaredSecret, generated, k8s, talosOwns, Unit } from '../../lib/index.js';
import { exposedApp, hello } from '../support/exposed-app.js';
import { Repository } from '../support/repository.js';
import { testCluster } from '../support/test-cluster.js';

describe('synth owns what it wrote, and nothing else', () => {
  test('what no chart produces any more is removed, with the folders that become empty', async () => {
    const repository = new Repository();
    await repository.synth(
      testCluster({}, (c) => {
        exposedApp(c, 'hello');
        exposedApp(c, 'gone');
      }),
    );
    await repository.synth(hello);
    expect(repository.files().filter((path) => path.includes('gone'))).toEqual([]);
    const fresh = new Repository();
    await fresh.synth(hello);
    expect(repository.tree()).toEqual(fresh.tree());
  });

  test('a foreign file survives, and is a warning', async () => {
    const repository = new Repository({
      'kubernetes/test/apps/demo/hello/notes.md': 'mine\n',
      'kubernetes/test/apps/demo/hello/app/extra.yaml': 'kind: Mine\n',
    });
    const { code, err } = await repository.run(hello, 'synth');
    expect(code).toBe(0);
    expect(err.match(/foreign-file/g)).toHaveLength(2);
    expect(repository.read('kubernetes/test/apps/demo/hello/notes.md')).toBe('mine\n');
    await repository.synth(testCluster({}, (c) => exposedApp(c, 'other')));
    expect(repository.files().filter((path) => path.includes('hello'))).toEqual([
      'kubernetes/test/apps/demo/hello/app/extra.yaml',
      'kubernetes/test/apps/demo/hello/notes.md',
    ]);
  });

  test('a path that is declared as somebody else’s is left alone without a word', async () => {
    const repository = new Repository({
      'kubernetes/test/talos/controlplane.yaml': '# Rendered from x.ts; edit that and run: npm run synth\n',
    });
    const cluster = testCluster({ foreignPaths: [{ path: 'talos', reason: 'talosctl' }] }, (c) =>
      exposedApp(c, 'hello'),
    );
    expect((await repository.synth(cluster)).err).toBe('');
    expect(repository.files()).toContain('kubernetes/test/talos/controlplane.yaml');
  });

  test('beside the patches of machines a person’s own files stay, and a patch that is no more goes', async () => {
    const header = '---\n# Rendered from charts/clusters/test.ts; edit that and run: npm run synth\n';
    const repository = new Repository({
      'kubernetes/test/talos/worker.yaml': `${header}machine:\n  nodeLabels: {}\n`,
      'kubernetes/test/talos/cilium.yaml': 'cluster:\n  inlineManifests: []\n',
    });
    const machines = {
      boundaries: [talosOwns()],
      protection: { podSecurityDefault: 'baseline', podSecurityExempt: ['kube-system'] },
      talos: {},
    } as const;
    expect((await repository.synth(testCluster(machines, (c) => exposedApp(c, 'hello')))).err).toBe('');
    const talos = repository.files().filter((path) => path.startsWith('kubernetes/test/talos/'));
    expect(talos.map((path) => path.slice('kubernetes/test/talos/'.length)).sort()).toEqual([
      'cilium.yaml',
      'nodes.yaml',
      'schematic.yaml',
    ]);
  });

  test('other clusters’ trees, and files beside kubernetes/, are not looked at', async () => {
    const mine = '---\n# Rendered from charts/x.ts; edit that and run: npm run synth\n';
    const files = { 'kubernetes/other/x.yaml': mine, 'kubernetes/test-2/x.yaml': mine, 'README.md': 'mine\n' };
    const repository = new Repository(files);
    await repository.synth(hello);
    for (const [path, text] of Object.entries(files)) expect(repository.read(path)).toBe(text);
  });

  test('a SOPS file is never rewritten or removed, even when its unit is gone', async () => {
    const path = 'kubernetes/test/apps/demo/app/app/secret.sops.yaml';
    const repository = new Repository();
    const secret = testCluster({}, (c) => {
      new DeclaredSecret(new Unit(c.apps('demo'), 'app'), 'app', { token: generated({ length: 8 }) });
    });
    const { code, err } = await repository.run(secret, 'synth');
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('npm run secrets -- init') });
    repository.seal(secret);
    const sealed = repository.read(path);
    await repository.synth(secret);
    const { err: warning } = await repository.synth(hello);
    expect(warning).toContain('foreign-file');
    expect(repository.read(path)).toBe(sealed);
  });

  test('files without a header that a generator embeds are removed with their declaration', async () => {
    const repository = new Repository();
    const boards = (...names: string[]) =>
      testCluster({}, (c) => {
        const unit = new Unit(c.apps('demo'), 'boards');
        for (const name of names) new ConfigFiles(unit, name, { [`${name}.json`]: { title: name } });
        new k8s.KubeConfigMap(unit, 'boards', {});
      });
    await repository.synth(boards('one', 'two'));
    await repository.synth(boards('two'));
    const jsons = () => repository.files().filter((path) => path.endsWith('.json'));
    expect(jsons()).toEqual(['kubernetes/test/apps/demo/boards/app/two.json']);
    expect((await repository.synth(hello)).err).toBe('');
    expect(jsons()).toEqual([]);
  });

  test('folders that a robot added survive, and are listed beside the units', async () => {
    const repository = new Repository();
    const dynamic = (c: Cluster) => {
      new k8s.KubeConfigMap(new Unit(c.apps('dynamic'), 'dynamic-apps', { folder: '.' }), 'dynamic-apps', {});
      c.adoptingFolders.push('apps/dynamic');
    };
    await repository.synth(testCluster({}, dynamic));
    const added = {
      'kubernetes/test/apps/dynamic/shop/ks.yaml': 'kind: Kustomization\n',
      'kubernetes/test/apps/dynamic/shop/deployment.yaml': 'kind: Deployment\n',
    };
    repository.write({ ...added, 'kubernetes/test/apps/dynamic/half/deployment.yaml': 'kind: Deployment\n' });
    const { err } = await repository.synth(testCluster({}, dynamic));
    expect(err.match(/foreign-file/g)).toHaveLength(1);
    expect(err).toContain('apps/dynamic/half/deployment.yaml');
    expect(repository.read('kubernetes/test/apps/dynamic/kustomization.yaml')).toContain('- ./shop/ks.yaml\n');
    for (const [path, text] of Object.entries(added)) expect(repository.read(path)).toBe(text);
    expect((await repository.synth(testCluster({}, dynamic))).out).toContain(' 0 files written');
  });

  test('an empty folder, or one that somebody made, is no obstacle', async () => {
    const repository = new Repository();
    mkdirSync(join(repository.root, 'kubernetes/test/apps/demo/hello/app/deployment'), { recursive: true });
    expect((await repository.run(hello, 'synth')).code).toBe(0);
  });
});
