import { expect, test } from '@jest/globals';
import { RULES } from '../../lib/rules/registry.js';
import { TREE_RULES } from '../../lib/rules/tree-registry.js';
import { casesOf } from '../support/checks-document.js';
import { ruleFixtures } from '../support/rule-fixtures.js';
import { TRAPS } from './traps.js';

const fixtures = ruleFixtures();

test('every trap of the catalogue is in the table once, with a rule or the reason why there is none', () => {
  expect(TRAPS.map(({ trap }) => trap)).toEqual(Array.from({ length: 90 }, (_, index) => index + 1));
  const empty = TRAPS.filter(({ rules = [], chartRules = [], reason }) => {
    return rules.length + chartRules.length === 0 && (reason ?? '').length < 20;
  });
  expect(empty).toEqual([]);
});

test('a rule that is said to see a trap exists, and a fixture of it has that very trap', () => {
  const names = new Set(TREE_RULES.map(({ name }) => name));
  const wrong = TRAPS.flatMap(({ trap, rules = [] }) =>
    rules
      .filter((rule) => !names.has(rule) || casesOf(fixtures, rule, trap).length === 0)
      .map((rule) => `${trap}: ${rule}`),
  );
  expect(wrong).toEqual([]);
});

test('a rule over charts that is said to see a trap exists', () => {
  const names = new Set(RULES.map(({ name }) => name));
  const wrong = TRAPS.flatMap(({ trap, chartRules = [] }) =>
    chartRules.filter((rule) => !names.has(rule)).map((rule) => `${trap}: ${rule}`),
  );
  expect(wrong).toEqual([]);
});

test('a fixture that shows a trap is in the table, and so is a rule that names one', () => {
  const listed = new Set(TRAPS.flatMap(({ trap, rules = [] }) => rules.map((rule) => `${trap}: ${rule}`)));
  const shown = fixtures.flatMap(({ rule, fail }) =>
    fail.flatMap(({ sources = [] }) =>
      sources.flatMap((source) => (source.startsWith('trap ') ? [`${source.slice(5)}: ${rule}`] : [])),
    ),
  );
  expect([...new Set(shown)].filter((one) => !listed.has(one))).toEqual([]);
});
