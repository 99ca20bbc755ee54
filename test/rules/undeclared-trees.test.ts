import { expect, test } from '@jest/globals';
import { withSchemas } from '../../lib/rules/schema/with-schemas.js';
import { TREE_RULES } from '../../lib/rules/tree-registry.js';
import { runTreeRules } from '../../lib/rules/tree-rule.js';
import { fixtureView } from '../support/fixture-tree.js';
import { ruleFixtures } from '../support/rule-fixtures.js';

/** What can be otherwise where nobody declared anything: a newer cluster, definitions and namespaces of bootstrap. */
const OTHERWISE: readonly (readonly [rule: string, objects: string])[] = [
  [
    'operator-apart',
    `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: cert-manager, namespace: demo }
spec: { chart: { spec: { chart: cert-manager, version: 1.21.0 } } }
---
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: acme }
`,
  ],
  ['definition-brought', 'apiVersion: example.net/v1\nkind: Widget\nmetadata: { name: one, namespace: demo }\n'],
  [
    'namespace-declared',
    `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: first, namespace: elsewhere }
spec: { chart: { spec: { chart: first, version: 1.0.0 } } }
`,
  ],
  ['api-version', 'apiVersion: apps/v2\nkind: Deployment\nmetadata: { name: one, namespace: demo }\n'],
  [
    'exposed-without-authentication',
    `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: demo }
spec: { rules: [{ host: a.example.org }] }
`,
  ],
];

test.each(OTHERWISE)(
  '%s is a warning in a hand-written tree, and an error in a declared one',
  async (name, objects) => {
    expect(await severities(name, objects, true)).toEqual(['error']);
    expect(await severities(name, objects, false)).toEqual(['warning']);
  },
);

test.each(['dmeo', 'nowhere'])(
  'a namespace %s that no chart is installed into is an error in any tree',
  async (name) => {
    const object = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: one, namespace: ${name} }\n`;
    expect(await severities('namespace-declared', object, false)).toEqual(['error']);
  },
);

test('a convention fails nobody, and is said', async () => {
  const [given] =
    ruleFixtures()
      .find(({ rule }) => rule === 'flux-needs')
      ?.fail.filter(isConvention) ?? [];
  const [rule] = TREE_RULES.filter(({ name }) => name === 'flux-needs');
  const view = await withSchemas(fixtureView(given ?? {}));
  expect(runTreeRules([rule as (typeof TREE_RULES)[number]], view).map(({ severity }) => severity)).toEqual(['info']);
});

function isConvention({ name }: { readonly name: string }): boolean {
  return name.includes('are there before Flux');
}

async function severities(name: string, objects: string, declared: boolean): Promise<string[]> {
  const rules = TREE_RULES.filter((rule) => rule.name === name);
  const view = await withSchemas(fixtureView({ objects, settings: { declared } }));
  return runTreeRules(rules, view).map(({ severity }) => severity);
}
