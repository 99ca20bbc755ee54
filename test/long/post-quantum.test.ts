import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateKeyPair, type KeyPair } from '../../lib/secrets/recipients/identity.js';
import { openYaml } from '../../lib/secrets/sops/open.js';
import { resealYaml } from '../../lib/secrets/sops/reseal.js';
import { sealYaml } from '../../lib/secrets/sops/seal.js';
import { contentOf } from '../secrets/sops/content.js';
import { sealTampered } from '../secrets/sops/tampered-file.js';
import { TAMPERED_PLAIN, TAMPERINGS } from '../secrets/sops/tampering.js';
import { sayAloud } from '../support/say-aloud.js';
import { recentSops, Sops } from '../support/sops.js';

const FILE = 'post-quantum.sops.yaml';
const binary = await recentSops();
if (binary === undefined) sayAloud('post-quantum keys with sops 3.13: it cannot be built here');
const whenPresent = binary === undefined ? describe.skip : describe;

whenPresent('sops 3.13, which knows post-quantum keys', () => {
  let strong: KeyPair;
  let classic: KeyPair;
  let tools: Readonly<Record<'strong' | 'classic', Sops>>;
  const options = { file: FILE, lastModified: new Date('2026-01-02T03:04:05Z'), random: randomBytes };

  beforeAll(async () => {
    [strong, classic] = await Promise.all([generateKeyPair('post-quantum'), generateKeyPair()]);
    const tool = ({ identity }: KeyPair) => new Sops(binary ?? 'sops', identity);
    tools = { strong: tool(strong), classic: tool(classic) };
  });
  afterAll(() => {
    for (const tool of Object.values(tools)) tool.close();
  });

  test('opens what we sealed for a post-quantum recipient', async () => {
    const sealed = await sealYaml(TAMPERED_PLAIN, { ...options, recipients: [strong.recipient] });
    const { text, error } = await tools.strong.decrypt(sealed);
    expect(error).toBe('');
    expect(contentOf(text)).toEqual(contentOf(TAMPERED_PLAIN));
    expect((await tools.classic.decrypt(sealed)).ok).toBe(false);
  });

  test('seals for one what we open, and edits ours in place', async () => {
    const config = tools.strong.config({ age: strong.recipient, encrypted_regex: '^(data|stringData)$' });
    const theirs = await tools.strong.encrypt(TAMPERED_PLAIN, config);
    expect(theirs.ok).toBe(true);
    const opened = await openYaml(theirs.text, FILE, [strong.identity]);
    expect(contentOf(opened.plain)).toEqual(contentOf(TAMPERED_PLAIN));
    const ours = resealYaml(opened, opened.plain.replace('5678', '4321'), new Date('2027-01-01'), randomBytes);
    const edited = await tools.strong.set(ours, '["stringData"]["port"]', '9999');
    expect((await openYaml(edited.text, FILE, [strong.identity])).plain).toContain('port: "9999"');
  });

  test('opens a file for both kinds with either, as SOPS has one age file for each', async () => {
    const recipients = [classic.recipient, strong.recipient];
    const sealed = await sealYaml(TAMPERED_PLAIN, { ...options, recipients });
    for (const tool of Object.values(tools)) expect((await tool.decrypt(sealed)).ok).toBe(true);
    for (const { identity } of [strong, classic]) {
      expect((await openYaml(sealed, FILE, [identity])).plain).toBe(TAMPERED_PLAIN);
    }
  });

  test('makes of each changed file what the older release makes of it', async () => {
    const sealed = await sealTampered(classic.recipient);
    for (const { what, change, sopsOpens } of TAMPERINGS) {
      expect([what, (await tools.classic.decrypt(change(sealed))).ok]).toEqual([what, sopsOpens]);
    }
  });
});
