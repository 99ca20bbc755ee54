import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { fileSettings } from '../../lib/flux/tree/settings-file.js';
import { RULES } from '../../lib/rules/registry.js';
import { TREE_RULES } from '../../lib/rules/tree-registry.js';
import { TRAPS } from '../rules/traps.js';
import { checksDocument, MARK } from '../support/checks-document.js';
import { ruleFixtures } from '../support/rule-fixtures.js';

const FILE = 'docs/checks.md';

test('the settings that the guide shows are settings that a folder may have', () => {
  const [guide = ''] = readFileSync(FILE, 'utf8').split(MARK);
  const examples = [...guide.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, yaml]) => yaml as string);
  expect(examples.length).toBeGreaterThan(1);
  for (const example of examples) expect(fileSettings(example, 'kubernetes').root).toBe('kubernetes');
});

test('docs/checks.md lists every rule, and what sees which trap', () => {
  const text = readFileSync(FILE, 'utf8');
  const start = text.indexOf('\n', text.indexOf(MARK)) + 1;
  const generated = checksDocument(TREE_RULES, RULES, ruleFixtures(), TRAPS);
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(FILE, text.slice(0, start) + generated);
  expect(readFileSync(FILE, 'utf8').slice(start)).toBe(generated);
});
