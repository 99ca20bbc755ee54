import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { writeNewFile } from '../../lib/system/write-file.js';
import { temporaryFolder } from '../support/temporary-folder.js';

test('a new file has its text and permissions whatever the umask, and nothing stays beside it', async () => {
  const folder = temporaryFolder();
  const before = process.umask(0);
  try {
    expect(await writeNewFile(join(folder, 'deep', 'file'), 'text', { mode: 0o600 })).toBe(true);
  } finally {
    process.umask(before);
  }
  expect(readFileSync(join(folder, 'deep', 'file'), 'utf8')).toBe('text');
  expect(statSync(join(folder, 'deep', 'file')).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(folder, 'deep'))).toEqual(['file']);
});

test('a file that exists is left alone, and of two writers at once one wins whole', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'old'), 'mine');
  expect(await writeNewFile(join(folder, 'old'), 'theirs')).toBe(false);
  expect(readFileSync(join(folder, 'old'), 'utf8')).toBe('mine');
  const texts = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(100_000));
  const won = await Promise.all(texts.map((text) => writeNewFile(join(folder, 'new'), text)));
  expect(won.filter(Boolean)).toHaveLength(1);
  expect(readFileSync(join(folder, 'new'), 'utf8')).toBe(texts[won.indexOf(true)]);
  expect(readdirSync(folder).sort()).toEqual(['new', 'old']);
});
