import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { plaintextSecret } from '../../../lib/rules/security/plaintext-secret.js';
import { runTreeRules } from '../../../lib/rules/tree-rule.js';
import { fixtureView } from '../../support/fixture-tree.js';

// Put together here, so that no file holds what looks like a token.
const TOKEN = `ghp_${['aB3dE5gH7jK9mN1pQ3', 'sT5vW7yZ9bD1fG3hJ5'].join('')}`;
const LOGIN = ['postgres://app', 'hunter22hunter@db/app'].join(':');

function found(...objects: object[]) {
  const text = objects.map((object) => stringify(object)).join('---\n');
  return runTreeRules([plaintextSecret], fixtureView({ objects: text }));
}

const metadata = { name: 'app', namespace: 'demo' };
const pod = (container: object) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata,
  spec: { containers: [{ name: 'app', image: 'app:1', ...container }] },
});
const configMap = (data: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data });

test.each([
  ['a token in a variable of a harmless name', pod({ env: [{ name: 'X', value: TOKEN }] })],
  ['a login in an address among the arguments', pod({ args: [`--db=${LOGIN}`] })],
  ['a token within a file of a ConfigMap', configMap({ 'app.ini': `[auth]\ntoken = ${TOKEN}\n` })],
])('%s is found, and not shown', (_, object) => {
  const findings = found(object);
  expect(findings).toHaveLength(1);
  expect(JSON.stringify(findings)).not.toMatch(/aB3dE5gH|hunter22/);
});

test('no finding holds any of a Secret’s value, whatever the value is', () => {
  const value = fc.string({ minLength: 8, maxLength: 40, unit: fc.constantFrom(...'qwxzQWXZ0123456789') });
  fc.assert(
    fc.property(value, (secret) => {
      const findings = found(
        { apiVersion: 'v1', kind: 'Secret', metadata, stringData: { key: secret } },
        pod({ env: [{ name: 'DB_PASSWORD', value: secret }] }),
      );
      expect(findings.some(({ field }) => field === 'Secret/demo/app stringData.key')).toBe(true);
      expect(JSON.stringify(findings)).not.toContain(secret);
    }),
    { numRuns: 200 },
  );
});
