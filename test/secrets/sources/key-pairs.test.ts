import { beforeAll, describe, expect, test } from '@jest/globals';
import type { SecretKey } from '../../../lib/model/secret.js';
import { secretValues } from '../../../lib/secrets/file/secret-manifest.js';
import { generateKeyPair } from '../../../lib/secrets/recipients/identity.js';
import { openYaml } from '../../../lib/secrets/sops/open.js';
import { ASKED, codes, MemoryTree, sealedFile } from '../declarations.js';

let owner: { identity: string; recipient: string };

beforeAll(async () => {
  owner = await generateKeyPair();
});

const half = (from: 'ssh-key' | 'age-key', name: 'private' | 'public'): SecretKey => ({
  source: from === 'age-key' ? { from, pair: 'key', half: name } : { from, pair: 'key', half: name, comment: 'me' },
});

async function open(tree: MemoryTree, path: string): Promise<Record<string, string>> {
  return secretValues((await openYaml(tree.texts.get(path) ?? '', path, [owner.identity])).plain, path);
}

describe('both halves of a pair', () => {
  test('belong together, whichever stands first, and two kinds in one secret do not mix', async () => {
    const file = sealedFile('app/keys', {
      'ssh.pub': half('ssh-key', 'public'),
      recipient: half('age-key', 'public'),
      'age.agekey': half('age-key', 'private'),
      ssh: half('ssh-key', 'private'),
    });
    const tree = new MemoryTree();
    const plan = await tree.init([file], { recipient: owner.recipient });
    expect(plan.findings).toEqual([]);
    const values = await open(tree, file.path);
    expect(values['age.agekey']).toContain(`# public key: ${values.recipient}`);
    expect(values['ssh.pub']).toMatch(/^ssh-ed25519 \S+ me\n$/);
    expect(values.ssh).toMatch(/^-----BEGIN OPENSSH PRIVATE KEY-----\n/);
  });

  test('come one after the other too: the recipient of a kept identity is its own', async () => {
    const first = sealedFile('app/keys', { 'age.agekey': half('age-key', 'private') });
    const both = sealedFile('app/keys', { ...first.declaration.keys, recipient: half('age-key', 'public') });
    const tree = new MemoryTree();
    await tree.init([first], { recipient: owner.recipient });
    const before = await open(tree, first.path);
    await tree.init([both], { recipient: owner.recipient, identities: [owner.identity] });
    const after = await open(tree, first.path);
    expect(after['age.agekey']).toBe(before['age.agekey']);
    expect(after['age.agekey']).toContain(after.recipient);
  });

  test('a public half without its private one is an error: its private half would be lost', async () => {
    const file = sealedFile('app/keys', { recipient: half('age-key', 'public'), other: ASKED });
    const plan = await new MemoryTree().init([file], { recipient: owner.recipient, placeholders: true });
    expect(codes(plan)).toEqual(['SECRET_REFERENCE_UNKNOWN']);
    expect(plan.findings[0]?.message).toMatch(/"recipient" is the public half of a pair/);
  });
});
