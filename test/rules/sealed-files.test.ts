import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { generateHybridIdentity, identityToRecipient } from 'age-encryption';
import { clearPart, secretText } from '../../lib/secrets/file/secret-manifest.js';
import { EXAMPLE_RECIPIENT } from '../../lib/secrets/recipients/example-recipient.js';
import { generateKeyPair } from '../../lib/secrets/recipients/identity.js';
import { sealYaml } from '../../lib/secrets/sops/seal.js';
import { KUBERNETES_SELECTION } from '../../lib/secrets/sops/selection.js';
import { SOPS_YAML, standInValue } from '../support/sealed-stand-in.js';
import { changed, ENC, file, findings, GOOD, PATH } from './sealed-fixture.js';

describe('a sealed file that is as it is declared', () => {
  test('is fine', () => {
    expect(findings(GOOD)).toEqual([]);
  });

  test('is fine when the library sealed it, for several recipients, a post-quantum one among them, and with comments', async () => {
    const other = await generateKeyPair();
    const postQuantum = await identityToRecipient(await generateHybridIdentity());
    const recipients = [EXAMPLE_RECIPIENT, other.recipient, postQuantum];
    const { declaration } = file;
    const values = { token: 'a'.repeat(24), password: 'b', constant: 'k8s.example.org', optional: '' };
    const plain = secretText(clearPart(declaration, []), values).replace(
      'stringData:\n',
      'stringData:\n    # a comment\n',
    );
    const options = { recipients, selection: KUBERNETES_SELECTION, lastModified: new Date(), random: randomBytes };
    const sealed = await sealYaml(plain, { ...options, file: PATH, macOnlyEncrypted: false });
    expect(sealed).not.toContain('a comment');
    // A mixture is only as safe as its weakest key, which is worth a warning and no more.
    expect(findings(sealed, SOPS_YAML.replace(EXAMPLE_RECIPIENT, recipients.join(',')))).toEqual([
      expect.stringMatching(/^mixed-recipients: the rule for .* names post-quantum recipients beside others$/),
    ]);
  });

  test('is fine with what older releases of sops write besides', () => {
    expect(
      findings(
        changed('sops:\n', 'sops:\n    kms: []\n    gcp_kms: []\n    azure_kv: []\n    hc_vault: []\n    pgp: []\n'),
      ),
    ).toEqual([]);
  });

  test('may keep its values in another order, in quotes, or under data', () => {
    expect(findings(changed('type: Opaque', 'type: "Opaque"'))).toEqual([]);
    const unencoded = GOOD.replace('stringData:', 'data:');
    expect(findings(unencoded)).toEqual([]);
  });
});

describe('what SOPS’ MAC does not see, or Flux does not check, is refused:', () => {
  test.each<[string, string, string]>([
    [
      'a Secret moved to another namespace',
      changed('namespace: demo', 'namespace: kube-system'),
      'sealed-clear-part: metadata.namespace is not what the charts declare',
    ],
    [
      'a Secret of another name',
      changed('name: app', 'name: admin'),
      'sealed-clear-part: metadata.name is not what the charts declare',
    ],
    [
      'another kind',
      changed('kind: Secret', 'kind: ConfigMap'),
      'sealed-clear-part: kind is not what the charts declare',
    ],
    [
      'another version',
      changed('apiVersion: v1', 'apiVersion: v2'),
      'sealed-clear-part: apiVersion is not what the charts declare',
    ],
    [
      'another type',
      changed('type: Opaque', 'type: kubernetes.io/tls'),
      'sealed-clear-part: type is not what the charts declare',
    ],
    ['a label that is gone', changed(/ {4}labels:\n.*\n/, ''), 'sealed-clear-part: metadata.labels.team is missing'],
    [
      'a label that nobody declared',
      changed('team: home', 'team: home\n        tier: gold'),
      'sealed-clear-part: metadata.labels.tier is in the file, and the charts do not declare it',
    ],
    [
      'an annotation that lets Flux substitute',
      changed(/substitute: disabled/, 'substitute: enabled'),
      'sealed-clear-part: metadata.annotations.kustomize.toolkit.fluxcd.io/substitute is not what the charts declare',
    ],
    [
      'an annotation that keeps Flux from decrypting',
      changed('annotations:\n', 'annotations:\n        kustomize.toolkit.fluxcd.io/decrypt: disabled\n'),
      'sealed-clear-part: metadata.annotations.kustomize.toolkit.fluxcd.io/decrypt is in the file, and the charts do not declare it',
    ],
    [
      'a field that nobody declared',
      changed('type: Opaque', 'type: Opaque\nimmutable: true'),
      'sealed-clear-part: immutable is in the file, and the charts do not declare it',
    ],
    [
      'a label that is no text',
      changed('team: home', 'team: 12'),
      'sealed-clear-part: metadata.labels.team is not what the charts declare',
    ],
    ['a name that is a list', changed('name: app', 'name: [app]'), 'sealed-clear-part: metadata.name is missing'],
    ['a renamed key', changed('    token: ENC', '    tokem: ENC'), 'sealed-keys: key "token" is not in the file'],
    ['a key that is gone', changed(/ {4}token: ENC.*\n/, ''), 'sealed-keys: key "token" is not in the file'],
    [
      'a key that nobody declared',
      changed('    token: ENC', `    extra: ${standInValue('extra', 4)}\n    token: ENC`),
      'sealed-keys: key "extra" is in the file, and the charts do not declare it',
    ],
    [
      'a key that is under data as well',
      changed('stringData:\n', `data:\n    token: ${standInValue('again', 4)}\nstringData:\n`),
      'sealed-keys: key "token" is there twice',
    ],
    [
      'a stand-in of no key',
      changed('annotations:\n', 'annotations:\n        homelab-gitops/placeholders: nothing\n'),
      'sealed-keys: "nothing" is marked as a stand-in, and is no key',
    ],
  ])('%s', (_, text, message) => {
    expect(findings(text)).toContain(message);
  });
});

describe('a value that is not sealed is refused:', () => {
  const value = (by: string) => changed(/(?<= {4}token: )ENC.*/, by);
  test.each<[string, string, string]>([
    ['one in clear', value('hunter2'), 'sealed-values: key "token" is not encrypted'],
    ['one that is empty', value('""'), 'sealed-values: key "token" is empty'],
    ['one that is null', value('null'), 'sealed-values: key "token" is not encrypted'],
    [
      'one that is a map',
      value(`{a: "${standInValue('map', 4)}"}`),
      'sealed-values: key "token" holds something else than one text',
    ],
    [
      'one that only looks sealed',
      value('ENC[AES256_GCM,data:hunter2,iv:AAAA,tag:AAAA,type:str]'),
      'sealed-values: key "token" is no ciphertext that SOPS can have written',
    ],
    [
      'a short nonce',
      value(standInValue('a', 8).replace(/iv:[^,]+/, `iv:${randomBytes(12).toString('base64')}`)),
      'sealed-values: key "token" is no ciphertext that SOPS can have written',
    ],
    [
      'a number',
      value(standInValue('n', 3, 'int')),
      'sealed-values: key "token" opens to a value of type int, and a Secret holds text',
    ],
    [
      'a truth value',
      value(standInValue('b', 4, 'bool')),
      'sealed-values: key "token" opens to a value of type bool, and a Secret holds text',
    ],
    [
      'one that is copied from another key',
      changed(/(?<= {4}password: )ENC.*/, ENC.exec(GOOD)?.[0] ?? ''),
      'sealed-values: keys "token" and "password" are sealed with one nonce',
    ],
    [
      'a comment in clear',
      changed('    token: ENC', '    # the old one: hunter2\n    token: ENC'),
      'sealed-values: a comment in clear stands among the values',
    ],
    [
      'a comment in clear, behind a value',
      changed(/( {4}token: ENC.*)/, `${/ {4}token: ENC.*/.exec(GOOD)?.[0]} # hunter2`),
      'sealed-values: a comment in clear stands among the values',
    ],
    [
      'a constant that the charts no longer give',
      changed(/(?<= {4}constant: )ENC.*/, standInValue('c', 3)),
      'sealed-constant: key "constant" holds another constant than the charts give',
    ],
  ])('%s', (_, text, message) => {
    const found = findings(text);
    expect(found).toContain(message);
    expect(found.join()).not.toContain('hunter2');
  });

  test('but one may be empty that its schema lets be empty', () => {
    expect(findings(changed(/(?<= {4}optional: )ENC.*/, '""'))).toEqual([]);
  });
});

describe('a file that is more or less than one sealed document is refused:', () => {
  test.each<[string, string, RegExp]>([
    ['no SOPS at all', GOOD.split('sops:')[0] as string, /^sealed-file: has no sops metadata/],
    ['a second document', `${GOOD}---\n${GOOD}`, /^sealed-file: holds 2 documents/],
    ['a second document that is a plain object', `${GOOD}---\nkind: Pod\n`, /^sealed-file: holds 2 documents/],
    ['an alias', changed('type: Opaque', 'type: &t Opaque').replace('name: app', 'name: *t'), /^sealed-file: /],
    ['no YAML', 'a: [', /^sealed-file: no valid YAML/],
    ['nothing', '', /^sealed-file: holds 0 documents/],
    ['two equal keys', changed('type: Opaque', 'type: Opaque\ntype: Opaque'), /^sealed-file: no valid YAML/],
  ])('%s', (_, text, message) => {
    expect(findings(text)).toEqual([expect.stringMatching(message)]);
  });
});
