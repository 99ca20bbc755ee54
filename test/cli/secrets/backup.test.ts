import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { decryptBackup } from '../../../lib/backup/encrypt.js';
import { EXAMPLE_RECIPIENT } from '../../../lib/secrets/recipients/example-recipient.js';
import { openYaml } from '../../../lib/secrets/sops/open.js';
import { FakePulumi } from '../../fakes/fake-pulumi.js';
import { clusterWith } from '../../secrets/resolved-cluster.js';
import { BackupFixture, DEFINITION, ENVIRONMENT, leaksIn, rulesFor, SECRET, VALUES } from './backup-fixture.js';
import { runSecrets, type SecretsRun } from './run-secrets.js';

// Each case starts processes, or wraps keys; a loaded machine takes its time.
jest.setTimeout(60_000);

const MAIN = 'kubernetes/alpha/apps/db/main.sops.yaml';
const TOKEN_FILE = 'kubernetes/alpha/apps/dns/token.sops.yaml';
const NONE = { PATH: '' };

let at: BackupFixture;
beforeEach(async () => {
  at = await new BackupFixture().fill();
});

function run(args: readonly string[], env: Record<string, string> = NONE, host = {}): Promise<SecretsRun> {
  return runSecrets(args, { files: at.files, root: at.root, env, ...host });
}

const backup = (more: readonly string[] = [], env: Record<string, string> = NONE, host = {}) =>
  run(['backup', '--out', at.out, '--age-key', at.key, ...more], env, host);

const restore = (more: readonly string[] = [], env: Record<string, string> = NONE) =>
  run(['restore', at.out, '--age-key', at.key, ...more], env);

const opened = async (path: string, identity = at.identity) => (await openYaml(at.read(path), path, [identity])).plain;

describe('secrets backup', () => {
  test('writes one armored age file that only its owner can read, with every value of the tree', async () => {
    expect(await backup()).toEqual({ code: 0, err: '', out: `${at.out}: 2 sealed files, 0 environments, 0 stacks` });
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
    expect((await backup(['--age-recipient', pair.recipient])).code).toBe(0);
    const bytes = readFileSync(at.out);
    expect((await decryptBackup(bytes, [pair.identity], 'x')).secrets).toHaveLength(2);
    await expect(decryptBackup(bytes, [at.identity], 'x')).rejects.toThrow('no identity at hand opens it');
  });

  test('never overwrites a file', async () => {
    writeFileSync(at.out, 'mine');
    const { code, err } = await backup();
    expect(code).toBe(2);
    expect(err).toContain('never overwritten');
    expect(readFileSync(at.out, 'utf8')).toBe('mine');
  });

  test.each([
    ['no recipient', ['--out', 'x.age'], 'a backup needs a recipient'],
    ['no age recipient', ['--out', 'x.age', '--age-recipient', 'age1nonsense'], 'is no age recipient'],
    ['nobody who could open it', ['--out', 'x.age', '--age-recipient', EXAMPLE_RECIPIENT], 'nobody has its identity'],
  ])('refuses %s before it reads anything', async (_, args, message) => {
    const { code, err } = await run(['backup', ...args], NONE, {
      sealedFiles: () => Promise.reject(new Error('was asked for')),
    });
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test('warns inside the repository, where it could be committed', async () => {
    const inside = join(at.root, 'home.age');
    const { code, err } = await run(['backup', '--out', inside, '--age-key', at.key]);
    expect(code).toBe(0);
    expect(err).toContain('is inside the repository');
  });

  test('says what it holds as JSON, by names alone', async () => {
    const { out } = await backup(['--json']);
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
    expect((await backup()).out).toContain('3 sealed files');
    at.wipe();
    at.write('.sops.yaml', rulesFor(at.recipient));
    expect((await restore()).code).toBe(0);
    // Sealed as it was, not as the rule for Secrets would have it: else its values would stand there in clear.
    expect(at.read('kubernetes/alpha/talos/talsecret.sops.yaml')).not.toContain('abcdef');
    expect(await opened('kubernetes/alpha/talos/talsecret.sops.yaml')).toContain('abcdef');
  });

  test('of one cluster leaves the others alone', async () => {
    await at.seal('kubernetes/beta/apps/x.sops.yaml', SECRET);
    expect((await backup(['--cluster', 'alpha'])).out).toContain('2 sealed files');
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
    const refused = await backup();
    expect(refused).toMatchObject({ code: 1, out: 'nothing was written' });
    expect(refused.err).toContain('BACKUP_MISSING');
    expect(refused.err).toContain(reason);
    expect(leaksIn(refused.err)).toEqual([]);
    expect(existsSync(at.out)).toBe(false);
    const partial = await backup(['--partial']);
    expect(partial.code).toBe(0);
    expect(partial.out).toContain('1 sealed files, 0 environments, 0 stacks, without 1');
    const { missing } = await decryptBackup(readFileSync(at.out), [at.identity], at.out);
    expect(missing).toEqual([{ name: MAIN, reason: expect.stringContaining(reason) }]);
    expect((await restore(['--dry-run'])).err).toContain(`the backup lacks ${MAIN}`);
  });

  test('without the identity nothing opens, and each file is named', async () => {
    const { recipient } = await at.newKey('other.txt');
    const { code, err } = await run(['backup', '--out', at.out, '--age-recipient', recipient]);
    expect(code).toBe(1);
    expect(err.match(/BACKUP_MISSING/g)).toHaveLength(2);
  });

  test('a SealedSecret is recorded with the way out, since only its controller opens it', async () => {
    const path = 'kubernetes/alpha/apps/csi/token.sealed.yaml';
    const [first] = at.files;
    const files = [...at.files, { ...first, path, certificate: 'charts/sealing.crt' }];
    const { code, err } = await run(['backup', '--out', at.out, '--age-key', at.key], NONE, { files });
    expect(code).toBe(0);
    expect(err).toContain('back up the controller’s key pair');
    expect((await decryptBackup(readFileSync(at.out), [at.identity], at.out)).missing).toHaveLength(1);
  });

  test.each(['to-do', 'CHANGE_ME', '<your-token>', '[secret]', '********'])(
    'the value %s is refused, by its key',
    async (value) => {
      await at.seal(MAIN, SECRET.replace(VALUES.password, JSON.stringify(value)));
      const { code, err } = await backup();
      expect(code).toBe(1);
      expect(err).toContain('"stringData.password" is a');
      expect(err).not.toContain(value);
      const masked = value.startsWith('[') || value.startsWith('*');
      // A placeholder can be kept on purpose; a mask is never a value.
      expect((await backup(['--placeholders'])).code).toBe(masked ? 1 : 0);
    },
  );

  test('a mask within data and within JSON is found too', async () => {
    const docker = Buffer.from(JSON.stringify({ auths: { 'ghcr.io': { password: '[secret]' } } })).toString('base64');
    await at.seal(MAIN, SECRET.replace('/wD+AQ==', docker));
    expect((await backup(['--placeholders'])).err).toContain('"data.binary" is a mask');
  });

  test('our own marked stand-ins are refused unless --placeholders', async () => {
    const marked = SECRET.replace(
      'namespace: db',
      'namespace: db\n  annotations: {homelab-gitops/placeholders: password}',
    );
    await at.seal(MAIN, marked);
    const { code, err } = await backup();
    expect(code).toBe(1);
    expect(err).toContain('"stringData.password" is a placeholder');
    expect((await backup(['--placeholders'])).code).toBe(0);
  });
});

describe('Pulumi ESC and stack configuration (S0-27 to S0-30)', () => {
  const stackDir = () => join(at.outside, 'infra');
  const STACK_FILE = () => join(stackDir(), 'Pulumi.dev.yaml');
  const secure = (value: string) => ({ secure: `fake:${Buffer.from(value).toString('base64')}` });
  const CONFIG = () => ({
    'homelab:replicas': '3',
    'homelab:note': secure(VALUES.config),
    'homelab:tree': { on: true, count: 4, ratio: 0.5, version: '12', list: ['a', secure(VALUES.nested)] },
  });
  const pulumi = (state = {}) =>
    new FakePulumi({ environments: { [ENVIRONMENT]: DEFINITION }, stacks: ['dev'], ...state });
  const all = () => ['--esc', ENVIRONMENT, '--stack', 'dev', '--stack-dir', stackDir()];

  beforeEach(() => {
    mkdirSync(stackDir());
    writeFileSync(join(stackDir(), 'Pulumi.yaml'), 'name: homelab\nruntime: nodejs\n');
    writeFileSync(STACK_FILE(), JSON.stringify({ config: CONFIG() }));
  });

  test('backup, a blank machine, restore: everything is as it was, and no value was an argument', async () => {
    const fake = pulumi({ inherited: { 'homelab:region': 'of the project' } });
    const before = { main: await opened(MAIN), token: await opened(TOKEN_FILE) };
    const saved = await backup(all(), fake.env);
    expect(saved).toEqual({ code: 0, err: '', out: `${at.out}: 2 sealed files, 1 environments, 1 stacks` });

    at.wipe();
    rmSync(STACK_FILE());
    fake.update({ environments: {} });
    const restored = await restore(['--stack-dir', stackDir()], fake.env);
    expect(restored.err).toBe('');
    expect(restored.out.split('\n')).toEqual([
      'created    .sops.yaml',
      `created    ${MAIN}`,
      `created    ${TOKEN_FILE}`,
      `created    ${ENVIRONMENT}`,
      'created    stack dev homelab:replicas',
      'created    stack dev homelab:note',
      'created    stack dev homelab:tree',
      '7 restored, 0 kept',
    ]);
    expect({ main: await opened(MAIN), token: await opened(TOKEN_FILE) }).toEqual(before);
    expect(fake.state.environments).toEqual({ [ENVIRONMENT]: DEFINITION });

    // A second backup of what was restored holds the same.
    const first = await decryptBackup(readFileSync(at.out), [at.identity], at.out);
    rmSync(at.out);
    expect((await backup(all(), fake.env)).code).toBe(0);
    expect(await decryptBackup(readFileSync(at.out), [at.identity], at.out)).toEqual(first);
    expect(readFileSync(STACK_FILE(), 'utf8')).not.toContain('of the project');

    const shown = [saved.out, saved.err, restored.out, restored.err, fake.arguments].join('\n');
    expect(leaksIn(shown)).toEqual([]);
    expect(leaksIn(JSON.stringify(at.tree()))).toEqual([]);
  });

  test('a second restore finds everything in its place and changes nothing', async () => {
    const fake = pulumi();
    await backup(all(), fake.env);
    const before = { tree: at.tree(), state: fake.state.environments, stack: readFileSync(STACK_FILE(), 'utf8') };
    const { code, out } = await restore(['--stack-dir', stackDir()], fake.env);
    expect(code).toBe(0);
    expect(out).toContain('0 restored, 6 kept');
    expect({ tree: at.tree(), state: fake.state.environments, stack: readFileSync(STACK_FILE(), 'utf8') }).toEqual(
      before,
    );
  });

  test('environments that the clusters’ stores name are backed up without being asked for', async () => {
    const fake = pulumi();
    const [organization, project, environment] = ENVIRONMENT.split('/') as [string, string, string];
    const store = {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ClusterSecretStore',
      metadata: { name: 'pulumi-esc' },
      spec: { provider: { pulumi: { organization, project, environment } } },
    };
    const clusters = async () => [clusterWith([store], [])];
    expect((await backup([], fake.env, { clusters })).out).toContain('1 environments');
    // The two-part identity of old providers is an error, not a silent skip (traps 50, 53).
    const old = { ...store, spec: { provider: { pulumi: { organization, environment } } } };
    rmSync(at.out);
    const { code, err } = await backup([], fake.env, { clusters: async () => [clusterWith([old], [])] });
    expect(code).toBe(1);
    expect(err).toContain('is not organization/project/environment');
  });

  test('masked output is refused by key, and --partial leaves the environment out (trap 54)', async () => {
    const fake = pulumi({ alwaysMask: true });
    const { code, err } = await backup(['--esc', ENVIRONMENT], fake.env);
    expect(code).toBe(1);
    expect(err).toContain('"values.github-token" is still encrypted');
    expect(leaksIn(err)).toEqual([]);
    expect((await backup(['--esc', ENVIRONMENT, '--placeholders'], fake.env)).code).toBe(1);
    const partial = await backup(['--esc', ENVIRONMENT, '--partial'], fake.env);
    expect(partial.out).toContain('0 environments');
    expect((await decryptBackup(readFileSync(at.out), [at.identity], 'x')).missing[0]?.name).toBe(ENVIRONMENT);
    rmSync(at.out);
    expect((await backup(['--stack', 'dev', '--stack-dir', stackDir()], fake.env)).err).toContain(
      'the CLI shows no value of "homelab:note"',
    );
  });

  test('placeholders of tokens are refused (S0-28)', async () => {
    const fake = pulumi({ environments: { [ENVIRONMENT]: 'values: {cloudflare: {api-token: {fn::secret: to-do}}}' } });
    const { code, err } = await backup(['--esc', ENVIRONMENT], fake.env);
    expect(code).toBe(1);
    expect(err).toContain('"values.cloudflare.api-token" is a placeholder');
  });

  test('an environment that imports another says that it is not in the backup', async () => {
    const fake = pulumi({ environments: { [ENVIRONMENT]: `imports: [shared, base/dns]\n${DEFINITION}` } });
    const { code, err } = await backup(['--esc', ENVIRONMENT], fake.env);
    expect(code).toBe(0);
    expect(err).toContain('imports mrsimpson/default/shared');
    expect(err).toContain('add --esc mrsimpson/base/dns');
  });

  test('without the CLI it says what to install', async () => {
    const { code, err } = await backup(all());
    expect(code).toBe(1);
    expect(err).toContain('there is no pulumi and no esc on PATH');
    expect(err).toContain('install the Pulumi CLI');
  });

  test('esc alone does for environments', async () => {
    const fake = new FakePulumi({ environments: { [ENVIRONMENT]: DEFINITION } }, 'esc');
    expect((await backup(['--esc', ENVIRONMENT], fake.env)).out).toContain('1 environments');
  });

  test('the CLI’s message is shown, unless it quotes a value', async () => {
    const failures = [{ on: 'env get', message: 'listing: 401 Unauthorized' }];
    const fake = pulumi({ failures });
    const { err } = await backup(['--esc', ENVIRONMENT], fake.env);
    expect(err).toContain('401 Unauthorized');
    expect(err).toContain('pulumi login');
    fake.update({ failures: [{ on: 'env get', message: `cannot print ${VALUES.ghcr}`, stdout: `${VALUES.ghcr}\n` }] });
    const quoted = await backup(['--esc', ENVIRONMENT], fake.env);
    expect(quoted.err).toContain('its message is not shown');
    expect(leaksIn(quoted.err)).toEqual([]);
  });

  test('an unknown environment, stack or folder is an error that names it', async () => {
    const fake = pulumi();
    expect((await backup(['--esc', 'mrsimpson/homelab/none'], fake.env)).err).toContain('environment not found');
    expect((await backup(['--stack', 'none', '--stack-dir', stackDir()], fake.env)).err).toContain('sets nothing');
    expect((await backup(['--stack', '--help-me'], fake.env)).code).toBe(2);
    expect((await backup(['--stack', 'dev', '--stack-dir', at.outside], fake.env)).err).toContain(
      'holds no Pulumi.yaml',
    );
    expect((await backup(['--stack-dir', stackDir()], fake.env)).err).toContain('--stack-dir needs a --stack');
  });

  test('the CLI does not inherit keys and answers of the tree', async () => {
    const fake = pulumi();
    await backup(['--esc', ENVIRONMENT], { ...fake.env, SOPS_AGE_KEY: at.identity, SECRET__DB__MAIN__PASSWORD: 'x' });
    expect(fake.state.calls[0]?.env).toContain('FAKE_PULUMI_STATE');
    expect(fake.state.calls[0]?.env.filter((name) => /SOPS|SECRET_/.test(name))).toEqual([]);
  });

  describe('restore', () => {
    beforeEach(async () => {
      expect((await backup(all(), pulumi().env)).code).toBe(0);
    });

    test('leaves an environment that says something else, unless --replace', async () => {
      const other = { [ENVIRONMENT]: 'values: {a: b}\n' };
      const fake = pulumi({ environments: other });
      const { code, err } = await restore(['--only', 'esc'], fake.env);
      expect(code).toBe(1);
      expect(err).toContain('exists and its definition is another one');
      expect(fake.state.environments).toEqual(other);
      expect((await restore(['--only', ENVIRONMENT, '--replace'], fake.env)).out).toContain(
        `replaced   ${ENVIRONMENT}`,
      );
      expect(fake.state.environments).toEqual({ [ENVIRONMENT]: DEFINITION });
    });

    test('does not believe an exit code of 0: it reads back, and shows no line of the definition', async () => {
      const fake = pulumi({ environments: {}, refuseDefinitions: true });
      const { code, err } = await restore(['--only', 'esc'], fake.env);
      expect(code).toBe(2);
      expect(err).toContain('holds something else than what was written');
      expect(leaksIn(err)).toEqual([]);
    });

    test('a CLI that fails with the definition in its message leaks nothing', async () => {
      const fake = pulumi({ environments: {}, failures: [{ on: 'env init', message: 'bad: {stdin}' }] });
      const { code, err } = await restore(['--only', 'esc'], fake.env);
      expect(code).toBe(2);
      expect(err).toContain('its message is not shown');
      expect(leaksIn(err)).toEqual([]);
    });

    test('sets only the keys of a stack that differ, and replaces a map as a whole', async () => {
      const config = { ...CONFIG(), 'homelab:tree': { gone: 'x' } };
      writeFileSync(STACK_FILE(), JSON.stringify({ config }));
      const fake = pulumi();
      const args = ['--only', 'stack', '--stack-dir', stackDir()];
      expect((await restore(args, fake.env)).err).toContain('is set to another value');
      const { out } = await restore([...args, '--replace'], fake.env);
      expect(out).toContain('kept       stack dev homelab:note\nreplaced   stack dev homelab:tree');
      expect(readFileSync(STACK_FILE(), 'utf8')).not.toContain('gone');
      expect((await restore(args, fake.env)).out).toContain('0 restored, 3 kept');
    });

    test('needs the folder of a stack’s project', async () => {
      const { code, err } = await restore(['--only', 'stack'], pulumi().env);
      expect(code).toBe(1);
      expect(err).toContain('no folder of project "homelab" is at hand');
    });

    test('a stack that does not exist is told how to be made', async () => {
      const { code, err } = await restore(['--only', 'stack', '--stack-dir', stackDir()], pulumi({ stacks: [] }).env);
      expect(code).toBe(2);
      expect(err).toContain('pulumi stack init');
    });
  });
});

describe('secrets restore', () => {
  beforeEach(async () => {
    expect((await backup()).code).toBe(0);
  });

  test('seals for the recipients that .sops.yaml names now', async () => {
    const pair = await at.newKey('new.txt');
    at.wipe();
    at.write('.sops.yaml', rulesFor(pair.recipient));
    expect((await restore()).code).toBe(0);
    expect(await opened(MAIN, pair.identity)).toContain(VALUES.password);
    await expect(opened(MAIN)).rejects.toThrow('no identity');
    expect(at.read('.sops.yaml')).toBe(rulesFor(pair.recipient));
  });

  test('files that hold the same values stay byte for byte, whatever their comments and order', async () => {
    await at.seal(MAIN, `# moved\n${SECRET.replace('type: Opaque\n', '')}type: Opaque\n`);
    const before = at.tree();
    expect((await restore()).out).toContain('0 restored, 2 kept');
    expect(at.tree()).toEqual(before);
  });

  test('a file that holds other values stays, unless --replace; then unchanged ciphertext stays', async () => {
    const changed = SECRET.replace(VALUES.password, 'rotated-since');
    await at.seal(MAIN, changed);
    const before = at.tree();
    const { code, err, out } = await restore();
    expect({ code, out: out.includes('nothing was changed') }).toEqual({ code: 1, out: true });
    expect(err).toContain('exists and holds other values');
    expect(at.tree()).toEqual(before);
    expect((await restore(['--replace'])).out).toContain(`replaced   ${MAIN}`);
    expect(await opened(MAIN)).toContain(VALUES.password);
    const line = (text = '') => text.split('\n').find((candidate) => candidate.includes('binary: ENC'));
    expect(line(at.read(MAIN))).toBe(line(before[`./${MAIN}`] ?? before[MAIN]));
  });

  test('a file that no identity opens stays, unless --replace', async () => {
    const pair = await at.newKey('theirs.txt');
    await at.seal(MAIN, SECRET, { recipients: [pair.recipient] });
    expect((await restore()).err).toContain('is not opened by an identity at hand');
    expect((await restore(['--replace'])).code).toBe(0);
    expect(await opened(MAIN)).toContain(VALUES.password);
  });

  test('a file for the example recipient alone holds nothing and is replaced', async () => {
    await at.seal(MAIN, SECRET, { recipients: [EXAMPLE_RECIPIENT] });
    expect((await restore()).out).toContain(`replaced   ${MAIN}`);
  });

  test.each([
    ['names the example recipient alone', rulesFor(EXAMPLE_RECIPIENT), 'the example recipient alone'],
    ['has no rule for a file', 'creation_rules: []\n', 'no rule of .sops.yaml'],
  ])('refuses to seal while .sops.yaml %s', async (_, rules, message) => {
    at.wipe();
    at.write('.sops.yaml', rules);
    const { code, err } = await restore();
    expect(code).toBe(1);
    expect(err).toContain(message);
    expect(existsSync(join(at.root, MAIN))).toBe(false);
  });

  test('--dry-run says what would happen and writes nothing', async () => {
    at.wipe();
    const { code, out } = await restore(['--dry-run']);
    expect(code).toBe(0);
    expect(out).toContain(`created    ${MAIN}`);
    expect(out).toContain('nothing was changed');
    expect(at.tree()).toEqual({});
  });

  test('--only takes a part, a folder or a name, and refuses one that matches nothing', async () => {
    at.wipe();
    expect((await restore(['--only', 'kubernetes/alpha/apps/dns'])).out).toContain('2 restored, 0 kept');
    expect(existsSync(join(at.root, MAIN))).toBe(false);
    const { code, err } = await restore(['--only', 'sops', 'esc']);
    expect(code).toBe(2);
    expect(err).toContain('holds nothing that "esc" names');
  });

  test('says what it did as JSON, by names alone', async () => {
    at.wipe();
    const { out } = await restore(['--json']);
    expect(leaksIn(out)).toEqual([]);
    expect(JSON.parse(out)).toMatchObject({ restored: true, changes: [{ name: '.sops.yaml' }, { name: MAIN }, {}] });
  });

  test('an identity that is not the backup’s is told so', async () => {
    await at.newKey('wrong.txt');
    const args = ['restore', at.out, '--age-key', join(at.outside, 'wrong.txt')];
    expect(await run(args)).toMatchObject({ code: 2, err: expect.stringContaining('no identity at hand opens it') });
    expect(await run(['restore', at.out])).toMatchObject({ code: 2, err: expect.stringContaining('--age-key') });
    expect(await run(['restore', 'nowhere.age', '--age-key', at.key])).toMatchObject({
      code: 2,
      err: expect.stringContaining('no such file'),
    });
  });
});
