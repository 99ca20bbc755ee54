import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { zipSync } from 'fflate';
import { readTarMember, readZipMember } from '../../../lib/system/tools/archive.js';

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
