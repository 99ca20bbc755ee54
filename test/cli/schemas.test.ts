import { expect, test } from '@jest/globals';
import { readCompiled } from '../../lib/system/compiled-folder.js';

test('the committed schemas are small, and hold no upstream prose', async () => {
  const texts = [...(await readCompiled('.')).values()];
  expect(texts.reduce((sum, text) => sum + text.length, 0)).toBeLessThan(1024 * 1024);
  expect(texts.filter((text) => /"description":"/.test(text))).toEqual([]);
});
