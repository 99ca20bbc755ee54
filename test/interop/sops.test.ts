import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { parseAllDocuments } from 'yaml';
import { inspectParsed, inspectYaml } from '../../lib/secrets/sops/inspect.js';
import { openYaml } from '../../lib/secrets/sops/open.js';
import { resealYaml } from '../../lib/secrets/sops/reseal.js';
import { scanFile } from '../../lib/secrets/sops/scan.js';
import { type SealOptions, sealYaml } from '../../lib/secrets/sops/seal.js';
import { findTool } from '../../lib/system/find-tool.js';
import { sayAloud } from '../support/say-aloud.js';

const sops = findTool('sops');
if (sops === undefined) sayAloud('interop with sops: none on PATH or in dist/tools/bin');
const whenPresent = sops === undefined ? describe.skip : describe;

const SECRET = `# a secret
apiVersion: v1
kind: Secret
metadata:
    name: n8n
    namespace: automation
    annotations:
        note: "12:30"
type: Opaque
data:
    # the second half
    cert: aGVsbG8=
    # the end of data
stringData:
    port: "5678"
    octal: 0777
    ratio: 1.50
    big: 1e21
    tiny: 1.5e-9
    on: yes
    flag: true
    day: 2020-01-01
    nothing: null
    empty: ""
    "10": ten
    "9": nine
    list: [1, two, {three: 3.0}]
    commented:
        # of a list
        - one
        - two
    text: |
        first $\{NOT_OURS} line

        second: "line" # no comment
    umlaut: "grüße 🔑"
    tabs: "a\\tb\\r\\n"
`;

whenPresent('files open with the real sops, and ours open theirs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sops-interop-'));
  let identities: readonly string[] = [];
  let recipients: readonly string[] = [];
  let options: SealOptions;

  beforeAll(async () => {
    identities = await Promise.all([generateX25519Identity(), generateX25519Identity()]);
    recipients = await Promise.all(identities.map((identity) => identityToRecipient(identity)));
    options = {
      file: 'secret.sops.yaml',
      recipients,
      lastModified: new Date('2026-01-02T03:04:05Z'),
      random: randomBytes,
    };
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function run(args: readonly string[], text: string, identity = identities[0] ?? ''): string {
    const file = join(folder, `${randomBytes(6).toString('hex')}.sops.yaml`);
    writeFileSync(file, text);
    const env = { ...process.env, SOPS_AGE_KEY: identity, XDG_CONFIG_HOME: folder, HOME: folder };
    const all = args.map((argument) => (argument === 'FILE' ? file : argument));
    const out = execFileSync(sops ?? 'sops', all, {
      env,
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return args.includes('set') ? readFileSync(file, 'utf8') : out;
  }

  const decrypt = ['decrypt', '--input-type', 'yaml', '--output-type', 'yaml', 'FILE'];
  const encrypt = (...flags: string[]) => [
    'encrypt',
    '--age',
    recipients.join(','),
    ...flags,
    '--input-type',
    'yaml',
    '--output-type',
    'yaml',
    'FILE',
  ];
  const plainValues = (text: string) =>
    parseAllDocuments(text, { version: '1.1' }).map((document) => document.toJS() as unknown);

  test('sops opens what we sealed, with either of two recipients, every type kept', async () => {
    const sealed = await sealYaml(SECRET, options);
    const reference = plainValues(run(decrypt, run(encrypt('--encrypted-regex', '^(data|stringData)$'), SECRET)));
    expect(plainValues(run(decrypt, sealed, identities[0]))).toEqual(reference);
    expect(plainValues(run(decrypt, sealed, identities[1]))).toEqual(reference);
  });

  beforeAll(() => {
    const rule = { age: recipients.join(','), encrypted_regex: '^(data|stringData)$', mac_only_encrypted: true };
    writeFileSync(join(folder, 'only-encrypted.yaml'), JSON.stringify({ creation_rules: [rule] }));
  });

  test.each([
    ['encrypted_regex', ['--encrypted-regex', '^(data|stringData)$']],
    ['the default suffix', []],
    ['unencrypted_regex', ['--unencrypted-regex', '^(metadata|kind|apiVersion)$']],
    ['encrypted_suffix', ['--encrypted-suffix', 'Data']],
  ])('we open what sops sealed with %s', async (_, flags) => {
    const theirs = run(encrypt(...flags), SECRET);
    const opened = await openYaml(theirs, 'theirs.sops.yaml', [identities[1] ?? '']);
    expect(plainValues(opened.plain)).toEqual(plainValues(run(decrypt, theirs)));
    expect(opened.plain).toContain('# the second half');
    expect(opened.plain).toContain('# of a list\n        - one\n');
  });

  test('we open what sops sealed with mac_only_encrypted', async () => {
    const theirs = run(['--config', 'only-encrypted.yaml', ...encrypt()], SECRET);
    expect(theirs).toContain('mac_only_encrypted: true');
    const opened = await openYaml(theirs.replace('name: n8n', 'name: other'), 'theirs.sops.yaml', identities);
    expect(opened.plain).toContain('name: other');
  });

  test('sops opens what we sealed with mac_only_encrypted, and in several documents', async () => {
    const two = `${SECRET}---\nkind: Secret\ndata:\n  other: b3RoZXI=\n`;
    for (const macOnlyEncrypted of [true, false]) {
      const sealed = await sealYaml(two, { ...options, macOnlyEncrypted });
      expect(plainValues(run(decrypt, sealed))).toHaveLength(2);
    }
    const opened = await openYaml(run(encrypt(), two), 'two.sops.yaml', identities);
    expect(plainValues(opened.plain)).toHaveLength(2);
  });

  test.each(['  deep\n  er\n', '\n\nfirst', 'last\n\n', 'nel\u0085ls\u2028', '\ufeffbom', '\u0007', ' x', '\ttab\n'])(
    'sops reads %j as we sealed it, and as we print it',
    async (value) => {
      const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
      const json = JSON.stringify({ stringData: { outer: { value } } }).replace(/[^\x20-\x7e]/g, escaped);
      const sealed = await sealYaml(json, options);
      const extract = ['decrypt', '--extract', '["stringData"]["outer"]["value"]', 'FILE'];
      expect(run(extract, sealed)).toBe(value);
      const { plain } = await openYaml(sealed, 'ours.sops.yaml', identities);
      expect(run(extract, run(encrypt(), plain))).toBe(value);
    },
  );

  test('a Secret that sops sealed or edited is one that we judge without the YAML parser', async () => {
    const plain =
      'apiVersion: v1\nkind: Secret\nmetadata:\n    name: a\n    namespace: b\ntype: Opaque\nstringData:\n    # x\n    key: value\n';
    const theirs = run(encrypt('--encrypted-regex', '^(data|stringData)$'), plain);
    const edited = run(['set', 'FILE', '["stringData"]["key"]', '"1234"'], await sealYaml(plain, options));
    for (const text of [theirs, edited]) {
      expect(scanFile(text)).toBeDefined();
      expect(inspectYaml(text, 'file')).toEqual(inspectParsed(text, 'file'));
    }
  });

  test('a file of ours that sops edits in place stays readable, and the untouched ciphertext stays', async () => {
    const sealed = await sealYaml(SECRET, options);
    const edited = run(['set', 'FILE', '["stringData"]["port"]', '"1234"'], sealed);
    const opened = await openYaml(edited, 'edited.sops.yaml', identities);
    expect(opened.plain).toContain('port: "1234"');
    const line = (text: string) => text.split('\n').find((candidate) => candidate.includes('octal: ENC'));
    expect(line(edited)).toBe(line(sealed));
  });

  test('a file of theirs that we edit opens with sops, and the untouched ciphertext stays', async () => {
    const theirs = run(encrypt('--encrypted-regex', '^(data|stringData)$'), SECRET);
    const opened = await openYaml(theirs, 'theirs.sops.yaml', identities);
    const ours = resealYaml(
      opened,
      opened.plain.replace('"5678"', '"4321"'),
      new Date('2027-01-01T00:00:00Z'),
      randomBytes,
    );
    expect(run(decrypt, ours)).toContain('port: "4321"');
    // The same ciphertext: sops writes a comment of a list as an item.
    const asComment = (line: string) => line.replace(/- (ENC\[.*type:comment\])/, '#$1');
    const others = (text: string) =>
      text
        .split('\n')
        .filter((line) => !/port:|lastmodified:|mac:/.test(line))
        .map(asComment);
    expect(others(ours)).toEqual(others(theirs));
  });
});
