import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { chartNames, readChartIndex } from '../../../lib/system/registry/chart-index.js';
import { registryClient } from '../../../lib/system/registry/client.js';
import { sha256 } from '../../../lib/system/registry/digest.js';
import { serve } from '../../support/loopback-server.js';

const QUICK = { attempts: 1, firstPause: 1, longestPause: 1 };
const entry = (name: string, version: string, more = '') =>
  `  - apiVersion: v2\n    description: |\n      about\n\n      greeter:\n    name: ${name}\n    urls:\n    - ${name}-${version}.tgz\n    version: ${version}\n${more}`;
const index = (...charts: string[]) =>
  `apiVersion: v1\nentries:\n${charts.join('')}generated: "2026-01-01T00:00:00Z"\n`;
const GREETER = `  greeter:\n${entry('greeter', '1.2.3')}${entry('greeter', '1.2.2')}`;

describe('an index of charts', () => {
  const versions = (text: string, chart = 'greeter') => readChartIndex(text, chart, 'x').map(({ version }) => version);

  test('gives the entries of one chart, wherever it stands', () => {
    const other = (name: string) => `  ${name}:\n${entry(name, '9.0.0')}`;
    expect(versions(index(GREETER))).toEqual(['1.2.3', '1.2.2']);
    expect(versions(index(other('aaa'), GREETER, other('greeter-more')))).toEqual(['1.2.3', '1.2.2']);
    expect(versions(index(other('more-greeter'), GREETER))).toEqual(['1.2.3', '1.2.2']);
    expect(versions(index(other('greeter-more')))).toEqual([]);
    expect(chartNames(index(other('aaa'), GREETER))).toEqual(['aaa', 'greeter']);
  });

  test('is read in every form that YAML allows', () => {
    expect(versions(index(GREETER).replaceAll('\n', '\r\n'))).toEqual(['1.2.3', '1.2.2']);
    const deeper =
      'entries:\n    greeter:\n      - name: greeter\n        version: 1.0.0\n        urls: [a]\n    other: []\n';
    expect(versions(deeper)).toEqual(['1.0.0']);
    const plain = { apiVersion: 'v1', entries: { greeter: [{ name: 'greeter', version: '1.0.0', urls: ['a'] }] } };
    expect(versions(JSON.stringify(plain))).toEqual(['1.0.0']);
    expect(versions('{apiVersion: v1, entries: {greeter: [{name: greeter, version: 1.0.0, urls: [a]}]}}')).toEqual([
      '1.0.0',
    ]);
    expect(versions('entries:\n  greeter: [{name: greeter, version: 1.0.0, urls: [a]}]\n')).toEqual(['1.0.0']);
  });

  test('that is none is told, and one broken entry hides no other', () => {
    for (const text of ['<html></html>', '', 'entries: 1', '{', '\0', 'a: [']) {
      expect(() => versions(text)).toThrow(/no index of charts|no list/);
    }
    expect(
      versions(index(`  greeter:\n  - name: greeter\n    version: 2.0.0\n    urls: []\n${entry('greeter', '1.0.0')}`)),
    ).toEqual(['1.0.0']);
  });

  test('of 20 MB is read in a moment', () => {
    const many = Array.from({ length: 300 }, (_, chart) => {
      const of = Array.from({ length: 200 }, (_, version) =>
        entry(`chart-${chart}`, `1.${version}.0`, `    digest: ${'0'.repeat(64)}\n`),
      );
      return `  chart-${chart}:\n${of.join('')}`;
    });
    const text = index(...many, GREETER);
    expect(text.length).toBeGreaterThan(12_000_000);
    const started = performance.now();
    expect(versions(text)).toEqual(['1.2.3', '1.2.2']);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('a chart repository', () => {
  const bytes = gzipSync('an archive');

  async function fetched(text: string, version = '1.2.3', status = 200) {
    const asked: string[] = [];
    const host = await serve((request, response) => {
      asked.push(request.url ?? '');
      if (request.url?.endsWith('index.yaml'))
        response.writeHead(status).end(text.replaceAll('HOST', `http://${host}`));
      else if (request.url?.endsWith('.tgz')) response.end(bytes);
      else response.writeHead(404).end();
    });
    const client = registryClient({ env: {}, retry: QUICK });
    const chart = { repository: `http://${host}/charts`, name: 'greeter', version };
    const result = await client.chart(chart).then(
      (archive) => ({ digest: archive.digest }),
      (error: { message: string; hint?: string }) => ({ message: error.message, hint: error.hint }),
    );
    return { ...result, asked, again: () => client.chart({ ...chart, version: '1.2.2' }) };
  }

  test('gives the archive that its index names, beside it or elsewhere', async () => {
    expect(await fetched(index(GREETER))).toMatchObject({
      digest: sha256(bytes),
      asked: ['/charts/index.yaml', '/charts/greeter-1.2.3.tgz'],
    });
    const elsewhere = index(GREETER).replaceAll('- greeter-', '- HOST/files/greeter-');
    expect(await fetched(elsewhere)).toMatchObject({ asked: ['/charts/index.yaml', '/files/greeter-1.2.3.tgz'] });
  });

  test('is asked for its index once', async () => {
    const { asked, again } = await fetched(index(GREETER));
    await again();
    expect(asked.filter((path) => path.endsWith('index.yaml'))).toHaveLength(1);
  });

  test('whose archive is not what its index says is refused', async () => {
    const announced = (digest: string) => index(`  greeter:\n${entry('greeter', '1.2.3', `    digest: ${digest}\n`)}`);
    expect(await fetched(announced(sha256(bytes).slice(7)))).toMatchObject({ digest: sha256(bytes) });
    expect(await fetched(announced('f'.repeat(64)))).toMatchObject({
      message: expect.stringContaining('announced was sha256:fff'),
    });
  });

  test('that lacks the chart or the version says what it has', async () => {
    expect(await fetched(index('  greet:\n'.concat(entry('greet', '1.0.0'))))).toMatchObject({
      message: expect.stringContaining('has no chart "greeter"'),
      hint: 'did you mean "greet"?',
    });
    expect(await fetched(index(GREETER), '9.9.9')).toMatchObject({
      message: expect.stringContaining('greeter has no version 9.9.9'),
      hint: 'the first that it lists: 1.2.3, 1.2.2',
    });
    expect(await fetched('', '1.2.3', 404)).toMatchObject({
      message: expect.stringContaining('index.yaml does not exist'),
    });
    expect(await fetched('<html>')).toMatchObject({ message: expect.stringContaining('no index of charts') });
  });
});
