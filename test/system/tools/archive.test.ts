import { execFileSync } from 'node:child_process';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { zipSync } from 'fflate';
import { readTarFiles, readTarMember, readZipMember } from '../../../lib/system/tools/archive.js';
import { tarOf } from '../../support/chart-archive.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

function entry(path: string, content: string): Buffer {
  const header = Buffer.alloc(512);
  header.write(path, 0);
  header.write(content.length.toString(8).padStart(11, '0'), 124);
  return Buffer.concat([header, Buffer.from(content), Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

const files = [entry('package/empty', ''), entry('package/a', 'x'.repeat(700)), entry('package/b', 'found')];
const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString();

describe('readTarMember', () => {
  test('finds a file behind others of any length', () => {
    const tarball = gzipSync(Buffer.concat([...files, Buffer.alloc(1024)]));
    expect(text(readTarMember(tarball, 'package/b'))).toBe('found');
    expect(text(readTarMember(tarball, 'package/empty'))).toBe('');
    expect(readTarMember(tarball, 'package/c')).toBeUndefined();
  });

  test('gives no part of a file when the archive was cut off', () => {
    const cut = gzipSync(entry('package/a', 'x'.repeat(700)).subarray(0, 600));
    expect(() => readTarMember(cut, 'package/a')).toThrow('ends within');
  });
});

test('readZipMember finds stored and deflated files', () => {
  const content = Buffer.from('found'.repeat(100));
  const zip = zipSync({ bin: { stored: [content, { level: 0 }], deflated: [content, { level: 9 }] } });
  expect(text(readZipMember(zip, 'bin/stored'))).toBe(content.toString());
  expect(text(readZipMember(zip, 'bin/deflated'))).toBe(content.toString());
  expect(readZipMember(zip, 'bin/none')).toBeUndefined();
});

describe('every file of a tar archive', () => {
  const long = `${'folder/'.repeat(20)}file.txt`;
  const folder = temporaryFolder({ 'chart/Chart.yaml': 'name: x', [`chart/${long}`]: 'deep', 'chart/empty': '' });

  test.each(['ustar', 'pax', 'gnu'])('is read as tar itself writes it: %s', (format) => {
    const archive = execFileSync('tar', ['--format', format, '-czf', '-', '-C', folder, 'chart'], {
      maxBuffer: 1 << 24,
    });
    const files = [...readTarFiles(archive)].map(([path, content]) => [path, Buffer.from(content).toString('utf8')]);
    expect(new Map(files as [string, string][])).toEqual(
      new Map([
        ['chart/Chart.yaml', 'name: x'],
        [`chart/${long}`, 'deep'],
        ['chart/empty', ''],
      ]),
    );
  });

  test('is read or refused, never half read', () => {
    const whole = gunzipSync(tarOf(new Map([['chart/a', Buffer.alloc(2000, 'a')]])));
    expect(() => readTarFiles(gzipSync(whole.subarray(0, 1500)))).toThrow('the archive ends within chart/a');
    expect(() => readTarFiles(gzipSync('x'.repeat(1024)))).toThrow('not a tar archive');
    expect(() => readTarFiles(Buffer.from('no gzip'))).toThrow();
    expect(readTarFiles(gzipSync(''))).toEqual(new Map());
  });

  test('that unpacks to more than any chart is refused before it fills the memory', () => {
    const bomb = gzipSync(Buffer.alloc(300 << 20), { level: 1 });
    expect(() => readTarFiles(bomb)).toThrow();
  });
});
