import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { HelmApp, Unit, WebApp } from '../../lib/index.js';
import { LOCK_FILE } from '../../lib/model/lock.js';
import { fixtureChart } from '../flux/chart/fixture-chart.js';
import { tarOf } from '../support/chart-archive.js';
import { Repository } from '../support/repository.js';
import { ServedRegistry } from '../support/serve-registry.js';
import { testCluster } from '../support/test-cluster.js';

const cluster = testCluster({}, (c) => {
  const unit = new Unit(c.apps('demo'), 'demo');
  new WebApp(unit, 'demo', { image: c.image('demo'), port: 80, host: 'demo' });
  new HelmApp(new Unit(c.apps('demo'), 'greeter'), 'greeter', { values: { replica: 2 } });
});

let registry: ServedRegistry;
let repository: Repository;
let demo: string;

beforeEach(async () => {
  registry = await ServedRegistry.start();
  demo = registry.image('team/demo', '1.2.3', ['amd64', 'arm64']);
  const defaults = readFileSync('test/fixtures/charts/greeter/values.yaml', 'utf8');
  const own = { 'values.yaml': defaults.replace('registry.example.org/', `${registry.host}/team/`) };
  registry.chart('charts/greeter', '1.2.3', tarOf(fixtureChart('greeter', own)));
  repository = new Repository({ 'charts/versions.yaml': versions('1.2.3') });
});

function versions(tag: string): string {
  return stringify({
    charts: { greeter: { repository: `oci://${registry.host}/charts`, chart: 'greeter', version: '1.2.3' } },
    images: { demo: { repository: `${registry.host}/team/demo`, tag } },
  });
}

const lock = (...argv: readonly string[]) => repository.run(cluster, 'lock', ...argv);

describe('npm run lock', () => {
  test('writes what the registries have of all that is used, and nothing else', async () => {
    expect(await lock()).toEqual({ code: 0, out: '2 fetched, 0 kept, 0 removed, 0 failed', err: '' });
    const text = repository.read(LOCK_FILE);
    expect(text).toMatch(/^---\n# .*npm run lock/);
    for (const part of [demo, 'linux/arm64', 'kubeVersion', 'example.org/Greeting', 'replicas: number']) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('Prose that is left out');
  });

  test('fetches the images that a chart names, in the same run, and drops them with the chart', async () => {
    registry.image('team/greeter', '2.0', ['amd64']);
    expect((await lock()).out).toBe('3 fetched, 0 kept, 0 removed, 0 failed');
    expect((await lock()).out).toBe('0 fetched, 3 kept, 0 removed, 0 failed');
    expect((await lock('--check')).code).toBe(0);
    const only = testCluster({}, (c) => {
      new WebApp(new Unit(c.apps('demo'), 'demo'), 'demo', { image: c.image('demo'), port: 80, host: 'demo' });
    });
    expect((await repository.run(only, 'lock')).out).toBe('0 fetched, 2 kept, 1 removed, 0 failed');
  });

  test('asks for nothing a second time, and writes nothing', async () => {
    registry.image('team/greeter', '2.0', ['arm64']);
    await lock();
    const before = statSync(join(repository.root, LOCK_FILE)).mtimeMs;
    registry.asked.length = 0;
    expect((await lock()).out).toBe('0 fetched, 3 kept, 0 removed, 0 failed');
    expect(registry.asked).toEqual([]);
    expect(statSync(join(repository.root, LOCK_FILE)).mtimeMs).toBe(before);
  });

  test('fetches a bumped tag, and drops what nobody uses any more', async () => {
    await lock();
    registry.image('team/demo', '1.3.0', ['arm64']);
    repository.write({ 'charts/versions.yaml': versions('1.3.0') });
    expect((await lock('--check')).code).toBe(1);
    expect((await lock()).out).toBe('1 fetched, 1 kept, 1 removed, 0 failed');
    expect(repository.read(LOCK_FILE)).not.toContain('1.2.3\n    digest: '.concat(demo));
    expect((await lock('--check')).code).toBe(0);
  });

  test('with --refresh finds a tag that moved, and asks no more of one that did not', async () => {
    registry.image('team/greeter', '2.0', ['arm64']);
    await lock();
    registry.asked.length = 0;
    expect((await lock('--refresh')).out).toBe('0 fetched, 3 kept, 0 removed, 0 failed');
    expect(registry.asked.filter((line) => line.startsWith('GET'))).toEqual([]);
    const moved = registry.image('team/demo', '1.2.3', ['arm64', 'riscv64']);
    expect(await lock('--check', '--refresh')).toMatchObject({ code: 1, out: expect.stringContaining('outdated: ') });
    expect(repository.read(LOCK_FILE)).not.toContain(moved);
    expect(await lock('--refresh')).toMatchObject({ code: 0, out: expect.stringContaining('moved: ') });
    expect(repository.read(LOCK_FILE)).toContain(moved);
  });

  test('keeps the entry of what cannot be fetched, says so, and fetches the rest', async () => {
    repository.write({ 'charts/versions.yaml': versions('9.9.9') });
    const { code, out, err } = await lock();
    expect({ code, out }).toEqual({ code: 1, out: '1 fetched, 0 kept, 0 removed, 1 failed' });
    expect(err).toContain(`failed: ${registry.host}/team/demo:9.9.9: the registry does not have it\nhint: `);
    expect(repository.read(LOCK_FILE)).toContain('greeter');
  });

  test('writes no file when nothing could be fetched', async () => {
    const empty = await ServedRegistry.start();
    repository.write({ 'charts/versions.yaml': versions('1.2.3').replaceAll(registry.host, empty.host) });
    expect((await lock()).code).toBe(1);
    expect(existsSync(join(repository.root, LOCK_FILE))).toBe(false);
  });

  test('--only fetches what is named, and leaves the rest of the lock alone', async () => {
    expect((await lock('--only', 'demo')).out).toBe('1 fetched, 0 kept, 0 removed, 0 failed');
    expect((await lock('--only', 'greeter')).out).toBe('1 fetched, 0 kept, 0 removed, 0 failed');
    expect(repository.read(LOCK_FILE)).toContain(demo);
    expect(await lock('--only', 'nothing')).toMatchObject({
      code: 2,
      err: expect.stringContaining('nothing that is used'),
    });
  });

  test('--check says what is missing, offline', async () => {
    const { code, out } = await lock('--check');
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      `missing: ${registry.host}/team/demo:1.2.3`,
      `missing: oci://${registry.host}/charts/greeter 1.2.3`,
    ]);
    expect(registry.asked).toEqual([]);
  });

  test('--json says what became of each entry', async () => {
    const { results } = JSON.parse((await lock('--json')).out);
    expect(results).toEqual([
      { subject: `${registry.host}/team/demo:1.2.3`, state: 'fetched', changed: false },
      { subject: `oci://${registry.host}/charts/greeter 1.2.3`, state: 'fetched', changed: false },
      // Its defaults name an image; whether the chart means it nobody but the registry knows.
      expect.objectContaining({ subject: `${registry.host}/team/greeter:2.0`, state: 'absent' }),
    ]);
  });

  test('refuses a lock that somebody broke', async () => {
    repository.write({ [LOCK_FILE]: 'images:\n  - repository: a/b\n    digest: x\n    platforms: {}\n' });
    expect(await lock()).toMatchObject({ code: 2, err: expect.stringContaining('charts.lock.yaml: images.0.digest') });
    repository.write({ [LOCK_FILE]: 'images: [\n' });
    expect(await lock()).toMatchObject({ code: 2, err: expect.stringMatching(/charts\.lock\.yaml:\d+: /) });
  });
});
