import { describe, expect, test } from '@jest/globals';
import { withSchemas } from '../../lib/rules/schema/with-schemas.js';
import { TREE_RULES } from '../../lib/rules/tree-registry.js';
import { runTreeRules, type TreeRule } from '../../lib/rules/tree-rule.js';
import { type FixtureTree, fixtureView } from '../support/fixture-tree.js';
import { ruleFixtures } from '../support/rule-fixtures.js';

const fixtures = ruleFixtures();

test('every rule has fixtures, and every fixture a rule', () => {
  expect(fixtures.map(({ rule }) => rule).sort()).toEqual(TREE_RULES.map(({ name }) => name).sort());
});

test('a small tree in which nothing is wrong has no finding of any rule', async () => {
  expect(
    runTreeRules(TREE_RULES, await withSchemas(fixtureView({}))).filter(({ severity }) => severity !== 'info'),
  ).toEqual([]);
});

describe.each(fixtures)('$rule', ({ rule: name, pass, fail }) => {
  test.each(pass)('lets pass: $name', async (given) => {
    expect(await found(name, given)).toEqual([]);
  });

  test.each(fail)('finds: $name', async ({ findings, ...given }) => {
    const actual = await found(name, given);
    const expected = findings.map(({ at, message }) => ({ at, message: expect.stringContaining(message) }));
    expect(actual).toHaveLength(expected.length);
    expect(actual).toEqual(expect.arrayContaining(expected));
  });
});

async function found(name: string, given: FixtureTree) {
  const rule = TREE_RULES.find((one) => one.name === name) as TreeRule;
  const view = await withSchemas(fixtureView(given));
  return runTreeRules([rule], view).map(({ field, file, message }) => ({ at: field ?? file, message }));
}
