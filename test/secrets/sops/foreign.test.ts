import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { inspectSecret } from '../../../lib/secrets/file/inspect-secret.js';
import { generateKeyPair, isRecipient } from '../../../lib/secrets/recipients/identity.js';
import { weakensPostQuantum } from '../../../lib/secrets/recipients/post-quantum.js';
import { inspectYaml } from '../../../lib/secrets/sops/inspect.js';
import { openYaml } from '../../../lib/secrets/sops/open.js';
import { resealYaml } from '../../../lib/secrets/sops/reseal.js';
import { sealYaml } from '../../../lib/secrets/sops/seal.js';

const FILE = 'kubernetes/x/secret.sops.yaml';
const PLAIN = 'apiVersion: v1\nkind: Secret\nmetadata:\n    name: a\n    namespace: b\nstringData:\n    key: hunter2\n';
const keyPair = await generateKeyPair();
const options = { file: FILE, recipients: [keyPair.recipient], lastModified: new Date(0), random: randomBytes };
let sealed = '';

beforeAll(async () => {
  sealed = await sealYaml(PLAIN, options);
});

const withEntry = (entry: string) => sealed.replace('    lastmodified:', `${entry}\n    lastmodified:`);
const open = (text: string) => openYaml(text, FILE, [keyPair.identity]);

describe('a file that other services open too', () => {
  const PGP =
    '    pgp:\n        - created_at: "2026-01-01T00:00:00Z"\n          enc: |-\n            -----BEGIN PGP MESSAGE-----\n\n            hQ==\n            -----END PGP MESSAGE-----\n          fp: FBC7B9E2A4F9289AC0C1D4843D16CEE4A27381B4';
  const VAULT =
    '    hc_vault:\n        - vault_address: https://vault.example\n          engine_path: transit\n          key_name: k\n          created_at: "2026-01-01T00:00:00Z"\n          enc: vault:v1:abc';

  test('names them, and resealing keeps what they hold', async () => {
    const text = withEntry(`${PGP}\n${VAULT}`);
    expect(inspectSecret(text, FILE).metadata.services).toEqual(['hc_vault', 'pgp']);
    const opened = await open(text);
    const resealed = resealYaml(opened, opened.plain.replace('hunter2', 'hunter3'), new Date(1000), randomBytes);
    for (const entry of [PGP, VAULT]) for (const line of entry.split('\n')) expect(resealed).toContain(line.trim());
    expect(inspectSecret(resealed, FILE).metadata.services).toEqual(['hc_vault', 'pgp']);
    expect((await open(resealed)).plain).toContain('hunter3');
  });

  test('has none when the lists are empty, as older releases write them', () => {
    expect(inspectSecret(withEntry('    kms: []\n    gcp_kms: []\n    pgp: []'), FILE).metadata.services).toEqual([]);
  });
});

describe('what we do not do is refused by name, before any value is looked at', () => {
  test.each([
    ['shamir_threshold: 2', 'sops.shamir_threshold'],
    ['key_groups:\n        - age: [{recipient: x, enc: y}]', 'sops.key_groups'],
    ['encrypted_comment_regex: seal', 'sops.encrypted_comment_regex'],
    ['unencrypted_comment_regex: clear', 'sops.unencrypted_comment_regex'],
    ['unencrypted_suffix: _x', 'both sops.encrypted_regex and sops.unencrypted_suffix'],
  ])('%s', async (entry, subject) => {
    const text = withEntry(`    ${entry}`);
    for (const judge of [async () => inspectYaml(text, FILE), () => open(text)]) {
      await expect(judge()).rejects.toMatchObject({ code: 'SOPS_UNSUPPORTED', file: FILE });
      await expect(judge()).rejects.toThrow(subject);
    }
  });

  test.each(['(?=x)', '(', '[[:alpha:]]'])('a choice by the pattern %s', async (pattern) => {
    const text = sealed.replace('^(data|stringData)$', `'${pattern}'`);
    await expect(open(text)).rejects.toMatchObject({ code: 'SOPS_UNSUPPORTED', file: FILE });
    expect(() => inspectYaml(text, FILE)).toThrow(/encrypted_regex is no regular expression/);
  });
});

describe('text that readers of YAML do not agree on', () => {
  test.each(['\u0085', '\u2028', '\u2029', '\ufeff', '\u0007', '\u007f'])(
    '%j as it is is refused',
    async (character) => {
      const text = `metadata:\n    a: "x${character}y"\nstringData:\n    k: v\n`;
      await expect(sealYaml(text, options)).rejects.toMatchObject({ code: 'SOPS_SYNTAX', file: FILE });
    },
  );

  test.each(['[?a]', '[a, {b: ?c}]'])('%s is refused', async (inline) => {
    await expect(sealYaml(`metadata: ${inline}\n`, options)).rejects.toThrow(/question mark/);
  });

  test('is written as escapes, in clear and when opened', async () => {
    const text = 'metadata:\n    a: "x\\u0085\\u2028y"\nstringData:\n    k: "\\ufeff\\u007f\\u2029"\n';
    const own = await sealYaml(text, options);
    expect(own).toContain('"x\\u0085\\u2028y"');
    const { plain } = await open(own);
    expect(plain).toContain('"\\uFEFF\\u007F\\u2029"');
  });

  test('blocks that begin with spaces keep them, whatever their indentation', async () => {
    const text =
      'metadata:\n  a: |4\n        deep\n      er\n  b: >\n    folded\n    text\n\n    end\nstringData:\n  k: |2\n      deep\n    er\n';
    const { plain } = await open(await sealYaml(text, options));
    expect(plain).toContain('a: "  deep\\ner\\n"');
    expect(plain).toContain('b: |\n        folded text\n        end\n');
    expect(plain).toContain('k: "  deep\\ner\\n"');
  });
});

describe('a list that sops sealed', () => {
  test('has its comments again, and they do not count for the MAC', async () => {
    const text = 'stringData:\n    list:\n        # first\n        - a\n        # second\n        - b\n';
    const own = await sealYaml(text, options);
    // As sops writes it: the comment is an item of its own.
    const theirs = own.replace(/#(ENC\[.*type:comment\])/g, '- $1');
    expect(theirs).not.toBe(own);
    const opened = await open(theirs);
    expect(opened.plain).toBe(text);
    const resealed = resealYaml(opened, `${text}    more: x\n`, new Date(1000), randomBytes);
    for (const [comment] of own.matchAll(/ENC\[.*type:comment\]/g)) expect(resealed).toContain(`#${comment}`);
  });

  test('keeps a sealed comment that does not open, instead of sealing it twice', async () => {
    const own = await sealYaml('stringData:\n    # note\n    k: v\n', options);
    const opened = await open(own.replace(/ENC\[.*type:comment\]/, flipped(own)));
    const again = resealYaml(opened, `${opened.plain}    more: x\n`, new Date(1000), randomBytes);
    expect(again).toContain(flipped(own));
  });
});

describe('recipients', () => {
  test('post-quantum ones are taken, those of hardware are not, and mixing kinds is named', async () => {
    const strong = (await generateKeyPair('post-quantum')).recipient;
    expect(isRecipient(strong)).toBe(true);
    expect(isRecipient(`${strong.slice(0, -1)}${strong.endsWith('q') ? 'p' : 'q'}`)).toBe(false);
    expect(isRecipient('age1tag1qfwyeqcjpp2ud0h8axarzye5ph9hzqwr7qg73jp2pjrhvsdt4zvfa9ff6jd')).toBe(false);
    expect(weakensPostQuantum([strong])).toBe(false);
    expect(weakensPostQuantum([keyPair.recipient])).toBe(false);
    expect(weakensPostQuantum([strong, keyPair.recipient])).toBe(true);
  });
});

/** The file's sealed comment with its first byte changed. */
function flipped(text: string): string {
  const comment = /ENC\[.*type:comment\]/.exec(text)?.[0] ?? '';
  return comment.replace(/data:(.)/, (_, first: string) => `data:${first === 'A' ? 'B' : 'A'}`);
}
