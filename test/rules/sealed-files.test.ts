import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { generateHybridIdentity, identityToRecipient } from 'age-encryption';
import { DeclaredSecret, generated, sealedSecrets, Unit } from '../../lib/index.js';
import type { SecretKey } from '../../lib/model/secret.js';
import { clearPart, secretText } from '../../lib/secrets/file/secret-manifest.js';
import { EXAMPLE_RECIPIENT } from '../../lib/secrets/recipients/example-recipient.js';
import { generateKeyPair } from '../../lib/secrets/recipients/identity.js';
import { sealYaml } from '../../lib/secrets/sops/seal.js';
import { KUBERNETES_SELECTION } from '../../lib/secrets/sops/selection.js';
import { sealedFiles } from '../../lib/synth/seal.js';
import { SOPS_YAML, sealedStandIn, standInKey, standInValue } from '../support/sealed-stand-in.js';
import { planOf, testCluster } from '../support/test-cluster.js';

const PATH = 'kubernetes/test/apps/demo/app/app/secret.sops.yaml';
const optional: SecretKey = {
  source: { from: 'asked', question: 'which?', placeholder: 'x' },
  schema: { safeParse: (value) => ({ success: typeof value === 'string' }) },
};
const cluster = testCluster({}, (c) => {
  const unit = new Unit(c.apps('demo'), 'app');
  const constant: SecretKey = { source: { from: 'given', value: 'k8s.example.org' } };
  const keys = { token: generated({ length: 24 }), password: generated({ length: 24 }), constant, optional };
  new DeclaredSecret(unit, 'app', keys, { labels: { team: 'home' }, annotations: { about: 'a "note"' } });
});
const [file] = sealedFiles(planOf(cluster).cluster);
if (file === undefined) throw new Error('the cluster declares no file');
const GOOD = sealedStandIn(file);
const [ARMORED] = /-----BEGIN[\s\S]*?FILE-----\n {12}[\s\S]*?-----END AGE ENCRYPTED FILE-----/.exec(GOOD) ?? [''];

/** Findings of the tree with one file as it is given, and with some `.sops.yaml`. */
function findings(text: string, sopsYaml = SOPS_YAML): string[] {
  const files = { [PATH]: text, '.sops.yaml': sopsYaml };
  return planOf(cluster, { files }).findings.map(({ code, message }) => `${code}: ${message}`);
}

/** The file after a change that must have changed something. */
function changed(pattern: string | RegExp, by: string): string {
  const text = GOOD.replace(pattern, () => by);
  if (text === GOOD) throw new Error(`nothing matches ${String(pattern)}`);
  return text;
}

/** As `changed`, by as many lines as a key needs. */
const armored = (stanzas: readonly string[]) => changed(ARMORED, standInKey('other', stanzas).join('\n            '));
const ENC = /ENC\[AES256_GCM,[^\]]*\]/;

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

describe('what SOPS says of the file itself is refused when it is not whole:', () => {
  const metadata = (pattern: RegExp | string, by: string) => changed(pattern, by);
  test.each<[string, string, string]>([
    ['no MAC', metadata(/ {4}mac: .*\n/, ''), 'has no MAC'],
    ['a MAC in clear', metadata(/(?<= {4}mac: ).*/, 'ABCDEF'), 'sops.mac is no sealed MAC'],
    ['a MAC of another length', metadata(/(?<= {4}mac: ).*/, standInValue('m', 64)), 'sops.mac is no sealed MAC'],
    ['no time', metadata(/ {4}lastmodified: .*\n/, ''), 'sops.lastmodified is no moment as SOPS writes it'],
    [
      'a day that does not exist',
      metadata('2026-01-02', '2026-02-30'),
      'sops.lastmodified is no moment as SOPS writes it',
    ],
    [
      'a time without quotes, which sops reads as a date',
      metadata(/lastmodified: "(.*)"/, 'lastmodified: 2026-01-02T03:04:05Z'),
      'sops.lastmodified is not in quotes',
    ],
    ['no version', metadata(/ {4}version: .*\n/, ''), 'sops.version is no version'],
    [
      'no encrypted_regex, so that names would be sealed (trap 35)',
      metadata(/ {4}encrypted_regex: .*\n/, ''),
      'sops.encrypted_regex is not ^(data|stringData)$',
    ],
    [
      'another encrypted_regex',
      metadata('^(data|stringData)$', '^data$'),
      'sops.encrypted_regex is not ^(data|stringData)$',
    ],
    [
      'another choice besides',
      metadata('sops:\n', 'sops:\n    unencrypted_suffix: _clear\n'),
      'sops.unencrypted_suffix would seal other fields',
    ],
    [
      'a PGP key that opens it, too',
      metadata('sops:\n', 'sops:\n    pgp:\n        - fp: ABCD\n'),
      'sops.pgp is another way to open the file than age',
    ],
    [
      'groups of keys',
      metadata('sops:\n', 'sops:\n    key_groups:\n        - age: []\n'),
      'sops.key_groups is nothing that a Secret’s file has',
    ],
    [
      'an entry that nobody knows',
      metadata('sops:\n', 'sops:\n    backdoor: yes\n'),
      'sops.backdoor is nothing that a Secret’s file has',
    ],
    [
      'an entry of a recipient that nobody knows',
      metadata('          enc: |', '          more: x\n          enc: |'),
      'sops.age[0].more is nothing that SOPS writes',
    ],
    [
      'no wrapped key',
      metadata(/ {10}enc: \|\n(?: {12}.*\n)+/, '          enc: nothing\n'),
      'sops.age[0] holds no armored age file',
    ],
    [
      'something else than an age file',
      metadata(
        ARMORED,
        ['-----BEGIN AGE ENCRYPTED FILE-----', 'AAAA', '-----END AGE ENCRYPTED FILE-----'].join('\n            '),
      ),
      'sops.age[0] holds no age file',
    ],
    [
      'a key that opens for two, of which one is hidden',
      armored(['X25519', 'X25519']),
      'sops.age[0] opens for 2 recipients, and names one',
    ],
    [
      'a key that opens for a passphrase',
      armored(['scrypt']),
      'sops.age[0] opens for a recipient of another kind than it names',
    ],
    [
      'a recipient that is none',
      metadata(`recipient: ${EXAMPLE_RECIPIENT}`, 'recipient: nobody'),
      'sops.age[0] names no age recipient',
    ],
  ])('%s', (_, text, message) => {
    expect(findings(text)).toContain(`sealed-metadata: ${message}`);
  });

  test('a MAC that covers less than .sops.yaml asks for is a warning', () => {
    const text = metadata('    version:', '    mac_only_encrypted: true\n    version:');
    expect(findings(text)).toEqual([
      'sealed-mac-scope: its MAC covers the values alone, which .sops.yaml does not ask for',
    ]);
    expect(findings(text, SOPS_YAML.replace('{', '{mac_only_encrypted: true, '))).toEqual([]);
  });
});

describe('whom a file is sealed for', () => {
  const other = `age1${'q'.repeat(58)}`;
  const forBoth = sealedStandIn(file, [EXAMPLE_RECIPIENT, other]);

  test('is exactly whom .sops.yaml names', () => {
    expect(findings(forBoth)).toEqual([`sealed-recipients: is sealed for ${other}, which .sops.yaml does not name`]);
    const rules = SOPS_YAML.replace(EXAMPLE_RECIPIENT, `${EXAMPLE_RECIPIENT},${other}`);
    expect(findings(GOOD, rules)).toEqual([`sealed-recipients: is not sealed for ${other}, which .sops.yaml names`]);
    expect(findings(forBoth, rules)).toEqual([]);
  });

  test('is everybody once', () => {
    const twice = sealedStandIn(file, [EXAMPLE_RECIPIENT, EXAMPLE_RECIPIENT]);
    expect(findings(twice)).toEqual([`sealed-recipients: ${EXAMPLE_RECIPIENT} is a recipient twice`]);
  });

  test('is somebody', () => {
    expect(findings(sealedStandIn(file, []))).toContain('sealed-recipients: is sealed for nobody');
  });
});

describe('stand-ins', () => {
  const marked = (text: string) =>
    text.replace('annotations:\n', 'annotations:\n        homelab-gitops/placeholders: token\n');

  test('of the published example are right there', () => {
    expect(findings(marked(GOOD))).toEqual([]);
  });

  test('of an owner are a warning', () => {
    const owner = `age1${'q'.repeat(58)}`;
    const text = marked(sealedStandIn(file, [owner]));
    expect(findings(text, SOPS_YAML.replace(EXAMPLE_RECIPIENT, owner))).toEqual([
      'secret-stand-in: holds stand-ins: "token"',
    ]);
  });
});

describe('.sops.yaml', () => {
  const rule = (text: string) => findings(GOOD, `creation_rules:\n  - ${text}\n`);

  test('that is missing, or has no rule for a cluster’s files, is an error (S2-03)', () => {
    expect(findings(GOOD, '')).toEqual([`creation-rule: no rule matches ${PATH}`]);
    expect(rule(`{path_regex: kubernetes/other/, age: ${EXAMPLE_RECIPIENT}}`)).toEqual([
      `creation-rule: no rule matches ${PATH}`,
    ]);
    expect(findings(GOOD, 'creation_rules: 1')).toEqual(['creation-rule: .sops.yaml: creation_rules is no list']);
  });

  test('has to name recipients and the Kubernetes encrypted_regex (trap 35)', () => {
    expect(rule(`{age: ${EXAMPLE_RECIPIENT}}`)).toEqual([
      'creation-rule: the rule without path_regex has not encrypted_regex: ^(data|stringData)$, so sops would seal other fields',
    ]);
    expect(rule('{path_regex: test, encrypted_regex: ^(data|stringData)$}')).toEqual([
      'creation-rule: the rule for test names no age recipient',
    ]);
  });

  test('is not needed where nothing is sealed with SOPS', () => {
    const none = testCluster({}, (c) => void new Unit(c.apps('demo'), 'app'));
    expect(
      planOf(none, { files: { '.sops.yaml': '' } }).findings.filter(({ code }) => code === 'creation-rule'),
    ).toEqual([]);
  });
});

describe('a SealedSecret', () => {
  const sealed = testCluster({ secrets: sealedSecrets(), external: { apiGroups: ['bitnami.com'] } }, (c) => {
    const unit = new Unit(c.apps('demo'), 'app');
    new DeclaredSecret(unit, 'app', { token: generated({ length: 24 }), password: generated({ length: 24 }) });
  });
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
