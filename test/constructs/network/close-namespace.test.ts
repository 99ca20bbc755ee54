import { expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { type AllowedIngress, closeNamespace, Unit } from '../../../lib/index.js';
import { render } from '../../support/test-cluster.js';

const PATH = 'apps/demo/app/app/networkpolicy.yaml';

/** Names of the policies, and the ports that each lets in. */
function policies(allowed?: AllowedIngress): Record<string, unknown> {
  const files = render({}, (c) => closeNamespace(new Unit(c.apps('demo'), 'app'), allowed), 'apps');
  const objects = parseAllDocuments(files.get(PATH) ?? '').map((document) => document.toJS());
  return Object.fromEntries(objects.map(({ metadata, spec }) => [metadata.name, spec.ingress?.[0].ports ?? 'any']));
}
const tcp = (port: number) => ({ protocol: 'TCP', port });

test('a namespace that is closed lets nobody in, but whom it allows', () => {
  expect(policies()).toEqual({ 'default-deny': 'any' });
  expect(policies({ within: true, exposure: [8080, 8443], prometheus: [9090] })).toEqual({
    'default-deny': 'any',
    'allow-namespace': 'any',
    'allow-exposure': [tcp(8080), tcp(8443)],
    'allow-prometheus': [tcp(9090)],
  });
});

test('an empty list of ports allows nothing: without ports a policy would let all in', () => {
  expect(policies({ exposure: [], prometheus: [] })).toEqual({ 'default-deny': 'any' });
});
