import { describe, expect, test } from '@jest/globals';
import { DeclaredSecret, generated, sealedSecrets, Unit } from '../../lib/index.js';
import { sealedFiles } from '../../lib/synth/seal.js';
import { sealedStandIn } from '../support/sealed-stand-in.js';
import { planOf, testCluster } from '../support/test-cluster.js';

describe('a SealedSecret', () => {
  const sealed = testCluster(
    { secrets: sealedSecrets(), external: { apiGroups: { 'bitnami.com': 'the test' } } },
    (c) => {
      const unit = new Unit(c.apps('demo'), 'app');
      new DeclaredSecret(unit, 'app', { token: generated({ length: 24 }), password: generated({ length: 24 }) });
    },
  );
  const [declared] = sealedFiles(planOf(sealed).cluster);
  const good = declared === undefined ? '' : sealedStandIn(declared);
  const found = (text: string) =>
    planOf(sealed, { files: { [declared?.path ?? '']: text } }).findings.map(
      ({ code, message }) => `${code}: ${message}`,
    );

  test('that is as it is declared is fine', () => {
    expect(found(good)).toEqual([]);
  });

  test.each<[string, (text: string) => string, RegExp]>([
    [
      'moved to another namespace, where it never opens (trap 87)',
      (text) => text.replace('"namespace": "demo"', '"namespace": "other"'),
      /^sealed-clear-part: metadata.namespace is not/,
    ],
    [
      'renamed, but for what it is bound to',
      (text) => text.replace('sealed-as": "demo/app"', 'sealed-as": "demo/old"'),
      /^sealed-clear-part: metadata.annotations.homelab-gitops\/sealed-as is not/,
    ],
    [
      'that opens under any name',
      (text) => text.replace('"annotations": {', '"annotations": {"sealedsecrets.bitnami.com/cluster-wide": "true",'),
      /^sealed-clear-part: .*cluster-wide is in the file/,
    ],
    [
      'with a template of another type',
      (text) => text.replace('"Opaque"', '"kubernetes.io/tls"'),
      /^sealed-clear-part: spec.template.type is not/,
    ],
    [
      'with a value in clear in its template',
      (text) => text.replace('"template": {', '"template": {"data": {"token": "hunter2"},'),
      /^sealed-clear-part: spec.template.data.token is in the file/,
    ],
    [
      'with a value in clear',
      (text) => text.replace(/"token": "[^"]+"/, '"token": "hunter2"'),
      /^sealed-values: key "token" is not encrypted/,
    ],
    [
      'without one of its keys',
      (text) => text.replace('"token"', '"tokem"'),
      /^sealed-keys: key "token" is not in the file/,
    ],
    [
      'for another certificate',
      (text) => text.replace(/sha256:[0-9a-f]{64}/, `sha256:${'0'.repeat(64)}`),
      /^sealed-certificate: it is not sealed for/,
    ],
    [
      'for a key of another size',
      (text) => text.replace(/"token": "([^"]+)"/, (_, value: string) => `"token": "${shortened(value)}"`),
      /^sealed-certificate: key "token" is sealed for a key of another size/,
    ],
    [
      'that is a plain Secret',
      () => '{"apiVersion": "v1", "kind": "Secret", "stringData": {"token": "hunter2"}}',
      /^sealed-clear-part: /,
    ],
  ])('%s is refused', (_, change, message) => {
    const text = change(good);
    expect(text).not.toBe(good);
    expect(found(text)).toContainEqual(expect.stringMatching(message));
    expect(found(text).join()).not.toContain('hunter2');
  });
});

/** A ciphertext whose session key a 2048-bit key would open. */
function shortened(value: string): string {
  const bytes = Buffer.from(value, 'base64');
  return Buffer.concat([Buffer.from([1, 0]), bytes.subarray(2)]).toString('base64');
}
