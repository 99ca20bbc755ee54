import { expect, test } from '@jest/globals';
import { RuleError, runTreeRules, type TreeRule } from '../../lib/rules/tree-rule.js';
import { fixtureView } from '../support/fixture-tree.js';

const rule = (check: TreeRule['check']): TreeRule => ({
  name: 'broken-rule',
  severity: 'error',
  description: 'd',
  remediation: 'r',
  sources: [],
  check,
});

test('a rule that throws is named, with what it threw, and no tree passes because of it', () => {
  const broken = rule(() => {
    throw new TypeError('cannot read x');
  });
  expect(() => runTreeRules([broken], fixtureView({}))).toThrow(
    new RuleError('broken-rule', new TypeError('cannot read x')),
  );
});

test('so is one that throws after its first finding', () => {
  const broken = rule(function* (view) {
    const [first] = view.index.all;
    if (first !== undefined) yield { at: first, message: 'found' };
    throw new Error('later');
  });
  expect(() => runTreeRules([broken], fixtureView({}))).toThrow('rule broken-rule failed: later');
});

test.each([{}, { kind: 5 }, { kind: 'A', metadata: null }, { kind: 'A', metadata: { name: 5 }, apiVersion: null }])(
  'a finding about %j, which is no object, has a name all the same',
  (object) => {
    const at = { file: 'a.yaml', index: 0, object };
    const [finding] = runTreeRules([rule(() => [{ at, message: 'm' }])], fixtureView({}));
    expect(finding).toMatchObject({ code: 'broken-rule', file: 'a.yaml' });
  },
);
