import { expect, test } from '@jest/globals';
import { runSchemas } from '../../lib/cli/schemas.js';
import { readCompiled } from '../../lib/system/compiled-folder.js';

test('the committed schemas are what the installed packages and the imported kinds say', async () => {
  const lines: string[] = [];
  const code = await runSchemas({ root: process.cwd(), check: true, print: (line) => lines.push(line) });
  expect(lines.filter((line) => line.startsWith('lib/'))).toEqual([]);
  expect(code).toBe(0);
});

test('the committed schemas are small, and hold no upstream prose', async () => {
  const texts = [...(await readCompiled('.')).values()];
  expect(texts.reduce((sum, text) => sum + text.length, 0)).toBeLessThan(1024 * 1024);
  expect(texts.filter((text) => /"description":"/.test(text))).toEqual([]);
});
