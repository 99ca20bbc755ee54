import { describe, expect, test } from '@jest/globals';
import { Unit } from '../../lib/index.js';
import { EXAMPLE_RECIPIENT } from '../../lib/secrets/recipients/example-recipient.js';
import { SOPS_YAML, sealedStandIn, standInValue } from '../support/sealed-stand-in.js';
import { planOf, testCluster } from '../support/test-cluster.js';
import { ARMORED, armored, changed, file, findings, GOOD, PATH } from './sealed-fixture.js';

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

  test('a wrapped key that lost one of its lines', () => {
    const lines = ARMORED.split('\n').slice(1, -1);
    for (const line of lines) {
      const text = metadata(ARMORED, ARMORED.replace(`${line}\n`, ''));
      expect(findings(text).filter((found) => found.startsWith('sealed-metadata: sops.age[0]'))).toHaveLength(1);
    }
    expect(lines.length).toBeGreaterThan(2);
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
