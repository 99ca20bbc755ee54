// Tests that take minutes or need tools that not everybody has, and slow laws with all of their cases: npm run test:long
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import base from './jest.config.mjs';

process.env.ALL_CASES = '1';
const laws = readdirSync('test', { recursive: true })
  .filter((path) => path.endsWith('.test.ts'))
  .filter((path) => /support\/cases\.js'/.test(readFileSync(join('test', path), 'utf8')));

export default {
  ...base,
  testMatch: ['**/test/long/**/*.test.ts', ...laws.map((path) => `<rootDir>/test/${path}`)],
  testPathIgnorePatterns: [],
};
