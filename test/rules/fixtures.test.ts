import { describe, expect, test } from '@jest/globals';
import { TREE_RULES } from '../../lib/rules/tree-registry.js';
import { runTreeRules, type TreeRule } from '../../lib/rules/tree-rule.js';
import { type FixtureTree, fixtureView } from '../support/fixture-tree.js';
import { ruleFixtures } from '../support/rule-fixtures.js';

const fixtures = ruleFixtures();

test('every rule has fixtures, and every fixture a rule', () => {
  expect(fixtures.map(({ rule }) => rule)).toEqual(TREE_RULES.map(({ name }) => name).sort());
});

test('a small tree in which nothing is wrong has no finding of any rule', () => {
  expect(runTreeRules(TREE_RULES, fixtureView({})).filter(({ severity }) => severity !== 'info')).toEqual([]);
});

describe.each(fixtures)('$rule', ({ rule: name, pass, fail }) => {
  test.each(pass)('lets pass: $name', (given) => {
    expect(found(name, given)).toEqual([]);
  });

  test.each(fail)('finds: $name', ({ findings, ...given }) => {
    const actual = found(name, given);
    const expected = findings.map(({ at, message }) => ({ at, message: expect.stringContaining(message) }));
    expect(actual).toHaveLength(expected.length);
    expect(actual).toEqual(expect.arrayContaining(expected));
  });
});

function found(name: string, given: FixtureTree) {
  const rule = TREE_RULES.find((one) => one.name === name) as TreeRule;
  return runTreeRules([rule], fixtureView(given)).map(({ field, file, message }) => ({ at: field ?? file, message }));
}
