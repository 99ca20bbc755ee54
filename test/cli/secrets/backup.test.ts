import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { decryptBackup } from '../../../lib/backup/encrypt.js';
import { EXAMPLE_RECIPIENT } from '../../../lib/secrets/recipients/example-recipient.js';
import { BackupFixture, leaksIn, MAIN, rulesFor, SECRET, TOKEN_FILE, VALUES } from './backup-fixture.js';

// Each case starts processes, or wraps keys; a loaded machine takes its time.
jest.setTimeout(60_000);

let at: BackupFixture;
beforeEach(async () => {
  at = await new BackupFixture().fill();
});

describe('secrets backup', () => {
  test('writes one armored age file that only its owner can read, with every value of the tree', async () => {
    expect(await at.backup()).toEqual({ code: 0, err: '', out: `${at.out}: 2 sealed files, 0 environments, 0 stacks` });
    expect(statSync(at.out).mode & 0o777).toBe(0o600);
    const text = readFileSync(at.out, 'utf8');
    expect(text).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----\n/);
    expect(leaksIn(text)).toEqual([]);
    const held = await decryptBackup(Buffer.from(text), [at.identity], at.out);
    expect(held.secrets.map(({ secret }) => secret)).toEqual([
      { namespace: 'db', name: 'main', type: 'Opaque', keys: ['binary', 'password'] },
      { namespace: 'dns', name: 'token', type: 'Opaque', keys: ['token'] },
    ]);
    expect(leaksIn(JSON.stringify(held))).toEqual(['password', 'token']);
    expect(held.creationRules).toBe(rulesFor(at.recipient));
    expect(readdirSync(at.outside).sort()).toEqual(['age.txt', 'home.age']);
  });

  test('opens for each recipient that is named, and not for the identity that opened the tree', async () => {
    const pair = await at.newKey('other.txt');
    expect((await at.backup(['--age-recipient', pair.recipient])).code).toBe(0);
    const bytes = readFileSync(at.out);
    expect((await decryptBackup(bytes, [pair.identity], 'x')).secrets).toHaveLength(2);
    await expect(decryptBackup(bytes, [at.identity], 'x')).rejects.toThrow('no identity at hand opens it');
  });

  test('never overwrites a file', async () => {
    writeFileSync(at.out, 'mine');
    const { code, err } = await at.backup();
    expect(code).toBe(2);
    expect(err).toContain('never overwritten');
    expect(readFileSync(at.out, 'utf8')).toBe('mine');
  });

  test.each([
    ['no recipient', ['--out', 'x.age'], 'a backup needs a recipient'],
    ['no age recipient', ['--out', 'x.age', '--age-recipient', 'age1nonsense'], 'is no age recipient'],
    ['nobody who could open it', ['--out', 'x.age', '--age-recipient', EXAMPLE_RECIPIENT], 'nobody has its identity'],
  ])('refuses %s before it reads anything', async (_, args, message) => {
    const { code, err } = await at.run(
      ['backup', ...args],
      { PATH: '' },
      {
        sealedFiles: () => Promise.reject(new Error('was asked for')),
      },
    );
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test('warns inside the repository, where it could be committed', async () => {
    const inside = join(at.root, 'home.age');
    const { code, err } = await at.run(['backup', '--out', inside, '--age-key', at.key]);
    expect(code).toBe(0);
    expect(err).toContain('is inside the repository');
  });

  test('says what it holds as JSON, by names alone', async () => {
    const { out } = await at.backup(['--json']);
    expect(leaksIn(out)).toEqual([]);
    expect(JSON.parse(out)).toEqual({
      file: at.out,
      secrets: [MAIN, TOKEN_FILE],
      environments: [],
      stacks: [],
      missing: [],
      findings: [],
    });
  });

  test('holds a sealed file that no chart declares, and one that is no Secret', async () => {
    await at.seal('kubernetes/alpha/talos/talsecret.sops.yaml', 'cluster:\n  id: abcdef\n', {
      selection: { kind: 'unencrypted_suffix', pattern: '_unencrypted' },
    });
    expect((await at.backup()).out).toContain('3 sealed files');
    at.wipe();
    at.write('.sops.yaml', rulesFor(at.recipient));
    expect((await at.restore()).code).toBe(0);
    // Sealed as it was, not as the rule for Secrets would have it: else its values would stand there in clear.
    expect(at.read('kubernetes/alpha/talos/talsecret.sops.yaml')).not.toContain('abcdef');
    expect(await at.opened('kubernetes/alpha/talos/talsecret.sops.yaml')).toContain('abcdef');
  });

  test('of one cluster leaves the others alone', async () => {
    await at.seal('kubernetes/beta/apps/x.sops.yaml', SECRET);
    expect((await at.backup(['--cluster', 'alpha'])).out).toContain('2 sealed files');
  });
});

describe('secrets backup is whole, or says what is missing', () => {
  test.each([
    ['is missing', () => rmSync(join(at.root, MAIN)), 'is declared and does not exist'],
    ['was tampered with', () => at.write(MAIN, at.read(MAIN).replace('name: main', 'name: mine')), 'MAC does not hold'],
    ['is plain text', () => at.write(MAIN, SECRET), 'values may be plain text'],
    ['is no YAML', () => at.write(MAIN, 'a: [\n'), 'no valid YAML'],
  ])('a file that %s is an error; --partial goes on and records it', async (_, damage, reason) => {
    damage();
    const refused = await at.backup();
    expect(refused).toMatchObject({ code: 1, out: 'nothing was written' });
    expect(refused.err).toContain('BACKUP_MISSING');
    expect(refused.err).toContain(reason);
    expect(leaksIn(refused.err)).toEqual([]);
    expect(existsSync(at.out)).toBe(false);
    const partial = await at.backup(['--partial']);
    expect(partial.code).toBe(0);
    expect(partial.out).toContain('1 sealed files, 0 environments, 0 stacks, without 1');
    const { missing } = await decryptBackup(readFileSync(at.out), [at.identity], at.out);
    expect(missing).toEqual([{ name: MAIN, reason: expect.stringContaining(reason) }]);
    expect((await at.restore(['--dry-run'])).err).toContain(`the backup lacks ${MAIN}`);
  });

  test('without the identity nothing opens, and each file is named', async () => {
    const { recipient } = await at.newKey('other.txt');
    const { code, err } = await at.run(['backup', '--out', at.out, '--age-recipient', recipient]);
    expect(code).toBe(1);
    expect(err.match(/BACKUP_MISSING/g)).toHaveLength(2);
  });

  test('a SealedSecret is recorded with the way out, since only its controller opens it', async () => {
    const path = 'kubernetes/alpha/apps/csi/token.sealed.yaml';
    const [first] = at.files;
    const files = [...at.files, { ...first, path, certificate: 'charts/sealing.crt' }];
    const { code, err } = await at.run(['backup', '--out', at.out, '--age-key', at.key], { PATH: '' }, { files });
    expect(code).toBe(0);
    expect(err).toContain('back up the controller’s key pair');
    expect((await decryptBackup(readFileSync(at.out), [at.identity], at.out)).missing).toHaveLength(1);
  });

  test.each(['to-do', 'CHANGE_ME', '<your-token>', '[secret]', '********'])(
    'the value %s is refused, by its key',
    async (value) => {
      await at.seal(MAIN, SECRET.replace(VALUES.password, JSON.stringify(value)));
      const { code, err } = await at.backup();
      expect(code).toBe(1);
      expect(err).toContain('"stringData.password" is a');
      expect(err).not.toContain(value);
      const masked = value.startsWith('[') || value.startsWith('*');
      // A placeholder can be kept on purpose; a mask is never a value.
      expect((await at.backup(['--placeholders'])).code).toBe(masked ? 1 : 0);
    },
  );

  test('a mask within data and within JSON is found too', async () => {
    const docker = Buffer.from(JSON.stringify({ auths: { 'ghcr.io': { password: '[secret]' } } })).toString('base64');
    await at.seal(MAIN, SECRET.replace('/wD+AQ==', docker));
    expect((await at.backup(['--placeholders'])).err).toContain('"data.binary" is a mask');
  });

  test('our own marked stand-ins are refused unless --placeholders', async () => {
    const marked = SECRET.replace(
      'namespace: db',
      'namespace: db\n  annotations: {homelab-gitops/placeholders: password}',
    );
    await at.seal(MAIN, marked);
    const { code, err } = await at.backup();
    expect(code).toBe(1);
    expect(err).toContain('"stringData.password" is a placeholder');
    expect((await at.backup(['--placeholders'])).code).toBe(0);
  });
});
