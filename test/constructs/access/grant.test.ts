import { expect, test } from '@jest/globals';
import { grant, Unit } from '../../../lib/index.js';
import { planOf, testCluster } from '../../support/test-cluster.js';

test.each([
  ['a resource', { resources: ['*'], verbs: ['get'] as const }],
  ['a subresource', { resources: ['pods/*'], verbs: ['get'] as const }],
  ['a group', { apiGroup: '*', resources: ['pods'], verbs: ['get'] as const }],
])('S1-77: a wildcard for %s is a finding, not a Role', (_, rule) => {
  const definition = testCluster({}, (c) => {
    const unit = new Unit(c.apps('demo'), 'demo');
    grant(unit, 'demo', { to: [{ name: 'demo', namespace: 'demo' }], rules: [rule] });
  });
  expect(planOf(definition).findings.map(({ code }) => code)).toContain('VALUE_INVALID');
});
