import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { asideSource, asideText } from '../../lib/flux/aside-text.js';
import type { Cluster } from '../../lib/index.js';
import { exposedApp } from '../support/exposed-app.js';
import { Repository } from '../support/repository.js';
import { testCluster } from '../support/test-cluster.js';

const SOURCE = 'charts/clusters/test.ts';

const withAsides = (files: Record<string, Parameters<Cluster['aside']>[1]>, settings = {}) =>
  testCluster(settings, (c) => {
    exposedApp(c, 'hello');
    for (const [path, content] of Object.entries(files)) c.aside(path, content);
  });

const FILES = {
  'edge/cloudflare.tf.json': { resource: {} },
  'edge/policy.hujson': '{}\n',
  'edge/stream.conf': 'stream {}\n',
  // Names like Flux' own, and documents that no API server knows, are nothing to the rules.
  'talos/kustomization.yaml': 'machine:\n  network: {}\n---\napiVersion: v1alpha1\nkind: RegistryMirrorConfig\n',
};

describe('files beside Flux’s tree', () => {
  test('are written with a header that names their source, and no rule takes them for Flux’s', async () => {
    const repository = new Repository();
    const { err } = await repository.synth(withAsides(FILES));
    expect(err).toBe('');
    const line = `Rendered from ${SOURCE}; edit that and run: npm run synth`;
    expect(repository.read('kubernetes/test/edge/cloudflare.tf.json')).toBe(
      `${JSON.stringify({ '//': line, resource: {} }, null, 2)}\n`,
    );
    expect(repository.read('kubernetes/test/edge/policy.hujson')).toBe(`// ${line}\n{}\n`);
    expect(repository.read('kubernetes/test/edge/stream.conf')).toBe(`# ${line}\nstream {}\n`);
    const { err: found } = await repository.run(withAsides(FILES), 'check');
    expect(found).toBe((await repository.run(withAsides({}), 'check')).err);
    expect(await repository.run(withAsides(FILES), 'synth', '--check')).toMatchObject({ code: 0 });
  });

  test('are named when they drift, and go with their declaration', async () => {
    const repository = new Repository();
    await repository.synth(withAsides(FILES));
    repository.write({ 'kubernetes/test/edge/stream.conf': '# changed by hand\n' });
    const { code, out } = await repository.run(withAsides(FILES), 'synth', '--check');
    expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining('kubernetes/test/edge/stream.conf') });
    await repository.synth(withAsides(FILES));
    await repository.synth(withAsides({}));
    expect(repository.files().filter((path) => /\/(?:edge|talos)\//.test(path))).toEqual([]);
  });

  test('leave what somebody else put beside them alone', async () => {
    const mine = { 'kubernetes/test/edge/terraform.tfvars': 'zone_id = "x"\n' };
    const repository = new Repository(mine);
    const { err } = await repository.run(withAsides(FILES), 'synth');
    expect(err).toContain('foreign-file');
    await repository.run(withAsides({}), 'synth');
    expect(repository.read('kubernetes/test/edge/terraform.tfvars')).toBe('zone_id = "x"\n');
  });

  test.each([
    ['stream.conf', 'no place'],
    ['apps/stream.conf', 'no place'],
    ['../edge/stream.conf', 'no place'],
    ['edge/../apps/x.yaml', 'no place'],
    ['talos/x.yaml', 'somebody else'],
  ])('%s is refused before anything is written', async (path, fact) => {
    const repository = new Repository();
    const settings = { foreignPaths: [{ path: 'talos', reason: 'talosctl' }] };
    const { code, err } = await repository.run(withAsides({ [path]: '' }, settings), 'synth');
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(fact) });
    expect(repository.files().filter((file) => file.startsWith('kubernetes/'))).toEqual([]);
  });

  test('law: a header is found again, and is never put on twice', () => {
    const path = fc.constantFrom('edge/a.tf.json', 'edge/a.hujson', 'edge/a.conf', 'edge/a.md', 'talos/a.yaml');
    const json = fc.dictionary(fc.string(), fc.jsonValue()) as fc.Arbitrary<never>;
    fc.assert(
      fc.property(path, fc.oneof(fc.string(), json), (file, content) => {
        const text = asideText(file, content, SOURCE);
        expect(asideSource(text)).toBe(SOURCE);
        expect(asideText(file, text, 'charts/other.ts')).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
});
