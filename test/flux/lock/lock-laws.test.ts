import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { updateLock } from '../../../lib/cli/update-lock.js';
import { lockText } from '../../../lib/flux/lock/lock-text.js';
import { lockOf, parseLock } from '../../../lib/flux/lock/parse-lock.js';
import { imageKey, parseImageReference } from '../../../lib/model/image-reference.js';
import { EMPTY_LOCK, LOCK_FILE, type LockedChart, type LockedImage, type ValueMap } from '../../../lib/model/lock.js';
import type { RegistryClient } from '../../../lib/system/registry/client.js';
import { RegistryError } from '../../../lib/system/registry/error.js';
import { cases } from '../../support/cases.js';
import { tarOf } from '../../support/chart-archive.js';
import { fixtureChart } from '../chart/fixture-chart.js';

const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 });
const digest = hex.map((text) => `sha256:${text}`);
const version = fc.constantFrom('1.2.3', '1e3', '0x10', '1.10', '012', 'v2', '2026.8.0', '1.0.0-rc.1+build', 'on');
const name = fc.constantFrom('app', 'yes', 'no-1', 'a_b', 'null0', 'x.y');
const platforms = fc.dictionary(fc.constantFrom('linux/amd64', 'linux/arm64', 'linux/arm/v7', 'windows/amd64'), digest);
const image: fc.Arbitrary<LockedImage> = fc
  .tuple(fc.constantFrom('ghcr.io', 'docker.io', 'localhost:5000'), name, version, digest, platforms, fc.boolean())
  .map(([host, path, tag, locked, all, tagged]) => ({
    repository: `${host}/${path}`,
    ...(tagged ? { tag: tag.replace(/\+.*/, '') } : {}),
    digest: locked,
    platforms: all,
  }));
const key = fc.oneof(
  fc.constantFrom(
    'on',
    'y',
    'no',
    'null',
    '~',
    '1',
    '012',
    'a.b',
    'a b',
    '*',
    'grafana.ini',
    "it's",
    '"q"',
    '-',
    ': x',
    '#',
  ),
  fc.string({ minLength: 1, maxLength: 8 }).filter((text) => text !== '__proto__'),
);
const leaf = fc.constantFrom('any', 'map', 'list', 'string', 'number', 'boolean', 'mentioned');
const { values } = fc.letrec<{ values: ValueMap }>((tie) => ({
  values: fc.dictionary(key, fc.oneof({ depthSize: 'small' }, leaf, tie('values')), {
    maxKeys: 5,
  }) as fc.Arbitrary<ValueMap>,
}));
const schemaText = fc.dictionary(fc.string(), fc.jsonValue()).map((schema) => JSON.stringify(schema, null, 1));
const words = fc
  .uniqueArray(fc.constantFrom('port', 'path', 'enabled', 'on', '_x'), { maxLength: 5 })
  .map((all) => all.sort());
const chart: fc.Arbitrary<LockedChart> = fc.record({
  repository: fc.constantFrom('oci://ghcr.io/example/charts', 'https://charts.example.org'),
  name,
  version,
  digest,
  values,
  mentions: words,
  schemas: fc.dictionary(fc.constantFrom('.', 'grafana', 'a.b'), schemaText),
  kinds: words.map((all) => all.map((kind) => `example.org/${kind}`)),
  images: fc.constantFrom([], [{ path: 'on.image', repository: 'a/b', tag: '1e3', switches: { 'on.enabled': false } }]),
});
const locks = fc
  .tuple(fc.array(image), fc.array(chart, { maxLength: 4 }))
  .map(([images, charts]) => lockOf(images, charts));

const RUNS = cases(50, 200);
const plain = (one: { images: ReadonlyMap<string, unknown>; charts: ReadonlyMap<string, unknown> }) => ({
  images: Object.fromEntries(one.images),
  charts: Object.fromEntries(one.charts),
});

describe('charts.lock.yaml', () => {
  test('says what was locked, whatever names and versions look like', () => {
    fc.assert(
      fc.property(locks, (lock) => {
        expect(plain(parseLock(lockText(lock), LOCK_FILE))).toEqual(plain(lock));
      }),
      RUNS,
    );
  });

  test('is the same bytes in whichever order entries come', () => {
    fc.assert(
      fc.property(locks, (lock) => {
        const turned = lockOf([...lock.images.values()].reverse(), [...lock.charts.values()].reverse());
        expect(lockText(turned)).toBe(lockText(lock));
        expect(lockText(parseLock(lockText(lock), LOCK_FILE))).toBe(lockText(lock));
      }),
      RUNS,
    );
  });

  test('is the same bytes in whichever order the registries answer, and some do not', async () => {
    const tags = ['1', '2', '3', '4'];
    const references = tags
      .map((tag) => parseImageReference(`ghcr.io/example/app:${tag}`))
      .filter((one) => one !== undefined);
    const charts = ['1.2.3', '1.2.4'].map((one) => ({
      repository: 'oci://ghcr.io/example',
      name: 'greeter',
      version: one,
    }));
    const wanted = {
      images: new Map(references.map((one) => [imageKey(one), one])),
      charts: new Map(charts.map((one) => [`${one.repository}/${one.name} ${one.version}`, one])),
      insecure: new Set<string>(),
      guessed: new Set<string>(),
    };
    const bytes = tarOf(fixtureChart('greeter'));
    const texts = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const client: RegistryClient = {
          image: async ({ tag = '' }) => {
            await scheduler.schedule(Promise.resolve());
            if (tag === '3') throw new RegistryError('missing', 'it is not there');
            const found = `sha256:${tag.repeat(64)}`;
            return { repository: 'ghcr.io/example/app', tag, digest: found, platforms: { 'linux/arm64': found } };
          },
          imageUnchanged: async () => false,
          chart: () => scheduler.schedule(Promise.resolve({ bytes, digest: `sha256:${'a'.repeat(64)}` })),
          chartDigest: async () => undefined,
        };
        const options = { wanted, old: EMPTY_LOCK, client, refresh: false, onResult: () => {} };
        const [{ lock, results }] = await Promise.all([updateLock(options), scheduler.waitAll()]);
        texts.add(lockText(lock) + JSON.stringify(results));
      }),
      RUNS,
    );
    expect(texts.size).toBe(1);
  });
});
