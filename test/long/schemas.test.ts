import { expect, test } from '@jest/globals';
import { runSchemas } from '../../lib/cli/schemas.js';

test('the committed schemas are what the installed packages and the imported kinds say', async () => {
  const lines: string[] = [];
  const code = await runSchemas({ root: process.cwd(), check: true, print: (line) => lines.push(line) });
  expect(lines.filter((line) => line.startsWith('lib/'))).toEqual([]);
  expect(code).toBe(0);
});
