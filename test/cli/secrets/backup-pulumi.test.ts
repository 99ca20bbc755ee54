import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { decryptBackup } from '../../../lib/backup/encrypt.js';
import { FakePulumi } from '../../fakes/fake-pulumi.js';
import { clusterWith } from '../../secrets/resolved-cluster.js';
import { BackupFixture, DEFINITION, ENVIRONMENT, leaksIn, MAIN, TOKEN_FILE, VALUES } from './backup-fixture.js';

// Each case starts processes, or wraps keys; a loaded machine takes its time.
jest.setTimeout(60_000);

let at: BackupFixture;
beforeEach(async () => {
  at = await new BackupFixture().fill();
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
    const before = { main: await at.opened(MAIN), token: await at.opened(TOKEN_FILE) };
    const saved = await at.backup(all(), fake.env);
    expect(saved).toEqual({ code: 0, err: '', out: `${at.out}: 2 sealed files, 1 environments, 1 stacks` });

    at.wipe();
    rmSync(STACK_FILE());
    fake.update({ environments: {} });
    const restored = await at.restore(['--stack-dir', stackDir()], fake.env);
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
    expect({ main: await at.opened(MAIN), token: await at.opened(TOKEN_FILE) }).toEqual(before);
    expect(fake.state.environments).toEqual({ [ENVIRONMENT]: DEFINITION });

    // A second backup of what was restored holds the same.
    const first = await decryptBackup(readFileSync(at.out), [at.identity], at.out);
    rmSync(at.out);
    expect((await at.backup(all(), fake.env)).code).toBe(0);
    expect(await decryptBackup(readFileSync(at.out), [at.identity], at.out)).toEqual(first);
    expect(readFileSync(STACK_FILE(), 'utf8')).not.toContain('of the project');

    const shown = [saved.out, saved.err, restored.out, restored.err, fake.arguments].join('\n');
    expect(leaksIn(shown)).toEqual([]);
    expect(leaksIn(JSON.stringify(at.tree()))).toEqual([]);
  });

  test('a second restore finds everything in its place and changes nothing', async () => {
    const fake = pulumi();
    await at.backup(all(), fake.env);
    const before = { tree: at.tree(), state: fake.state.environments, stack: readFileSync(STACK_FILE(), 'utf8') };
    const { code, out } = await at.restore(['--stack-dir', stackDir()], fake.env);
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
    expect((await at.backup([], fake.env, { clusters })).out).toContain('1 environments');
    // The two-part identity of old providers is an error, not a silent skip (traps 50, 53).
    const old = { ...store, spec: { provider: { pulumi: { organization, environment } } } };
    rmSync(at.out);
    const { code, err } = await at.backup([], fake.env, { clusters: async () => [clusterWith([old], [])] });
    expect(code).toBe(1);
    expect(err).toContain('is not organization/project/environment');
  });

  test('masked output is refused by key, and --partial leaves the environment out (trap 54)', async () => {
    const fake = pulumi({ alwaysMask: true });
    const { code, err } = await at.backup(['--esc', ENVIRONMENT], fake.env);
    expect(code).toBe(1);
    expect(err).toContain('"values.github-token" is still encrypted');
    expect(leaksIn(err)).toEqual([]);
    expect((await at.backup(['--esc', ENVIRONMENT, '--placeholders'], fake.env)).code).toBe(1);
    const partial = await at.backup(['--esc', ENVIRONMENT, '--partial'], fake.env);
    expect(partial.out).toContain('0 environments');
    expect((await decryptBackup(readFileSync(at.out), [at.identity], 'x')).missing[0]?.name).toBe(ENVIRONMENT);
    rmSync(at.out);
    expect((await at.backup(['--stack', 'dev', '--stack-dir', stackDir()], fake.env)).err).toContain(
      'the CLI shows no value of "homelab:note"',
    );
  });

  test('placeholders of tokens are refused (S0-28)', async () => {
    const fake = pulumi({ environments: { [ENVIRONMENT]: 'values: {cloudflare: {api-token: {fn::secret: to-do}}}' } });
    const { code, err } = await at.backup(['--esc', ENVIRONMENT], fake.env);
    expect(code).toBe(1);
    expect(err).toContain('"values.cloudflare.api-token" is a placeholder');
  });

  test('an environment that imports another says that it is not in the backup', async () => {
    const fake = pulumi({ environments: { [ENVIRONMENT]: `imports: [shared, base/dns]\n${DEFINITION}` } });
    const { code, err } = await at.backup(['--esc', ENVIRONMENT], fake.env);
    expect(code).toBe(0);
    expect(err).toContain('imports mrsimpson/default/shared');
    expect(err).toContain('add --esc mrsimpson/base/dns');
  });

  test('without the CLI it says what to install', async () => {
    const { code, err } = await at.backup(all());
    expect(code).toBe(1);
    expect(err).toContain('there is no pulumi and no esc on PATH');
    expect(err).toContain('install the Pulumi CLI');
  });

  test('esc alone does for environments', async () => {
    const fake = new FakePulumi({ environments: { [ENVIRONMENT]: DEFINITION } }, 'esc');
    expect((await at.backup(['--esc', ENVIRONMENT], fake.env)).out).toContain('1 environments');
  });

  test('the CLI’s message is shown, unless it quotes a value', async () => {
    const failures = [{ on: 'env get', message: 'listing: 401 Unauthorized' }];
    const fake = pulumi({ failures });
    const { err } = await at.backup(['--esc', ENVIRONMENT], fake.env);
    expect(err).toContain('401 Unauthorized');
    expect(err).toContain('pulumi login');
    fake.update({ failures: [{ on: 'env get', message: `cannot print ${VALUES.ghcr}`, stdout: `${VALUES.ghcr}\n` }] });
    const quoted = await at.backup(['--esc', ENVIRONMENT], fake.env);
    expect(quoted.err).toContain('its message is not shown');
    expect(leaksIn(quoted.err)).toEqual([]);
  });

  test('an unknown environment, stack or folder is an error that names it', async () => {
    const fake = pulumi();
    expect((await at.backup(['--esc', 'mrsimpson/homelab/none'], fake.env)).err).toContain('environment not found');
    expect((await at.backup(['--stack', 'none', '--stack-dir', stackDir()], fake.env)).err).toContain('sets nothing');
    expect((await at.backup(['--stack', '--help-me'], fake.env)).code).toBe(2);
    expect((await at.backup(['--stack', 'dev', '--stack-dir', at.outside], fake.env)).err).toContain(
      'holds no Pulumi.yaml',
    );
    expect((await at.backup(['--stack-dir', stackDir()], fake.env)).err).toContain('--stack-dir needs a --stack');
  });

  test('the CLI does not inherit keys and answers of the tree', async () => {
    const fake = pulumi();
    await at.backup(['--esc', ENVIRONMENT], {
      ...fake.env,
      SOPS_AGE_KEY: at.identity,
      SECRET__DB__MAIN__PASSWORD: 'x',
    });
    expect(fake.state.calls[0]?.env).toContain('FAKE_PULUMI_STATE');
    expect(fake.state.calls[0]?.env.filter((name) => /SOPS|SECRET_/.test(name))).toEqual([]);
  });

  describe('restore', () => {
    beforeEach(async () => {
      expect((await at.backup(all(), pulumi().env)).code).toBe(0);
    });

    test('leaves an environment that says something else, unless --replace', async () => {
      const other = { [ENVIRONMENT]: 'values: {a: b}\n' };
      const fake = pulumi({ environments: other });
      const { code, err } = await at.restore(['--only', 'esc'], fake.env);
      expect(code).toBe(1);
      expect(err).toContain('exists and its definition is another one');
      expect(fake.state.environments).toEqual(other);
      expect((await at.restore(['--only', ENVIRONMENT, '--replace'], fake.env)).out).toContain(
        `replaced   ${ENVIRONMENT}`,
      );
      expect(fake.state.environments).toEqual({ [ENVIRONMENT]: DEFINITION });
    });

    test('does not believe an exit code of 0: it reads back, and shows no line of the definition', async () => {
      const fake = pulumi({ environments: {}, refuseDefinitions: true });
      const { code, err } = await at.restore(['--only', 'esc'], fake.env);
      expect(code).toBe(2);
      expect(err).toContain('holds something else than what was written');
      expect(leaksIn(err)).toEqual([]);
    });

    test('a CLI that fails with the definition in its message leaks nothing', async () => {
      const fake = pulumi({ environments: {}, failures: [{ on: 'env init', message: 'bad: {stdin}' }] });
      const { code, err } = await at.restore(['--only', 'esc'], fake.env);
      expect(code).toBe(2);
      expect(err).toContain('its message is not shown');
      expect(leaksIn(err)).toEqual([]);
    });

    test('sets only the keys of a stack that differ, and replaces a map as a whole', async () => {
      const config = { ...CONFIG(), 'homelab:tree': { gone: 'x' } };
      writeFileSync(STACK_FILE(), JSON.stringify({ config }));
      const fake = pulumi();
      const args = ['--only', 'stack', '--stack-dir', stackDir()];
      expect((await at.restore(args, fake.env)).err).toContain('is set to another value');
      const { out } = await at.restore([...args, '--replace'], fake.env);
      expect(out).toContain('kept       stack dev homelab:note\nreplaced   stack dev homelab:tree');
      expect(readFileSync(STACK_FILE(), 'utf8')).not.toContain('gone');
      expect((await at.restore(args, fake.env)).out).toContain('0 restored, 3 kept');
    });

    test('needs the folder of a stack’s project', async () => {
      const { code, err } = await at.restore(['--only', 'stack'], pulumi().env);
      expect(code).toBe(1);
      expect(err).toContain('no folder of project "homelab" is at hand');
    });

    test('a stack that does not exist is told how to be made', async () => {
      const { code, err } = await at.restore(
        ['--only', 'stack', '--stack-dir', stackDir()],
        pulumi({ stacks: [] }).env,
      );
      expect(code).toBe(2);
      expect(err).toContain('pulumi stack init');
    });
  });
});
