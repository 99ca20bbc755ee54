import { describe, expect, jest, test } from '@jest/globals';
import { parse } from 'yaml';
import { FakePulumi } from '../../fakes/fake-pulumi.js';
import { clusterWith } from '../../secrets/resolved-cluster.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { DEFINITION, ENVIRONMENT, leaksIn, VALUES } from './backup-fixture.js';
import { runSecrets } from './run-secrets.js';

// Each case starts processes, or wraps keys; a loaded machine takes its time.
jest.setTimeout(60_000);

const root = temporaryFolder();
const FRESH = 'ghp-of-this-test';

function load(args: readonly string[], fake: FakePulumi, env: Record<string, string> = {}, host = {}) {
  return runSecrets(['esc', 'load', ...args], { files: [], root, env: { ...fake.env, ...env }, ...host });
}

const fakeWith = (definition = DEFINITION, state = {}) =>
  new FakePulumi({ environments: { [ENVIRONMENT]: definition }, ...state });

const valuesOf = (fake: FakePulumi) => parse(fake.state.environments[ENVIRONMENT] ?? '').values;

describe('secrets esc load (S0-10)', () => {
  test('puts $GHCR_TOKEN into the environment as the secret github-token, and never on a command line', async () => {
    const fake = fakeWith();
    const { code, out, err } = await load(['--env', ENVIRONMENT], fake, { GHCR_TOKEN: FRESH });
    expect({ code, out, err }).toEqual({ code: 0, out: `set   ${ENVIRONMENT} github-token`, err: '' });
    expect(valuesOf(fake)['github-token']).toEqual({ 'fn::secret': FRESH });
    // The rest of the environment is as it was.
    expect(valuesOf(fake)['github-credentials']).toEqual(parse(DEFINITION).values['github-credentials']);
    expect(fake.arguments).not.toContain(FRESH);
    // Nor does the CLI find it in its environment.
    expect(fake.state.calls.flatMap(({ env }) => env)).not.toContain('GHCR_TOKEN');
  });

  test('sets nothing that is the same already', async () => {
    const fake = fakeWith();
    expect((await load(['--env', ENVIRONMENT], fake, { GHCR_TOKEN: VALUES.ghcr })).out).toContain('kept');
    expect(fake.arguments).not.toContain('set');
    expect(fake.state.environments).toEqual({ [ENVIRONMENT]: DEFINITION });
  });

  test('takes several keys, the object shape, digits that must stay text, and stdin', async () => {
    const fake = fakeWith('values: {}\n');
    const args = ['github-credentials.token=TOKEN', 'pin=PIN', 'github-username=-', '--env', ENVIRONMENT, '--json'];
    const readStdin = async () => Buffer.from('mrsimpson\n');
    const { code, out } = await load(args, fake, { TOKEN: FRESH, PIN: '0123' }, { readStdin });
    expect(code).toBe(0);
    expect(valuesOf(fake)).toEqual({
      'github-credentials': { token: { 'fn::secret': FRESH } },
      pin: { 'fn::secret': '0123' },
      'github-username': { 'fn::secret': 'mrsimpson' },
    });
    expect(JSON.parse(out).keys).toHaveLength(3);
    expect(out + fake.arguments).not.toMatch(new RegExp(`${FRESH}|0123`));
  });

  test('knows the environment from the clusters’ stores, and asks where it cannot', async () => {
    const [organization, project, environment] = ENVIRONMENT.split('/') as [string, string, string];
    const store = (name: string, pulumi: Record<string, string>) => ({
      apiVersion: 'external-secrets.io/v1',
      kind: 'ClusterSecretStore',
      metadata: { name },
      spec: { provider: { pulumi } },
    });
    const own = store('pulumi-esc', { organization, project, environment });
    const env = { GHCR_TOKEN: FRESH };
    const one = { clusters: async () => [clusterWith([own], [])] };
    expect((await load([], fakeWith(), env, one)).code).toBe(0);
    const other = store('other', { organization, project, environment: 'prod' });
    const two = { clusters: async () => [clusterWith([own, other], [])] };
    expect((await load([], fakeWith(), env, two)).err).toContain('stores name several');
    expect((await load([], fakeWith(), env)).err).toContain('say which with --env');
  });

  test.each([
    ['a variable that is not set', ['github-token=ghp_value'], {}],
    ['a value after the =', ['github-token=ghp-value!'], {}],
    ['an empty value', ['github-token=T'], { T: ' ' }],
    ['a placeholder', ['github-token=T'], { T: 'CHANGE_ME' }],
    ['no pair', ['ghp_value'], {}],
    ['two values from stdin', ['a=-', 'b=-'], {}],
    ['an environment of two parts', ['--env', 'homelab/dev'], { GHCR_TOKEN: FRESH }],
    ['an option as environment', ['--env=--help/a/b'], { GHCR_TOKEN: FRESH }],
    ['an environment that is not there', ['--env', 'mrsimpson/homelab/none'], { GHCR_TOKEN: FRESH }],
  ])('refuses %s, sets nothing, and never shows what was typed for a value', async (_, args, env) => {
    const fake = fakeWith();
    const { code, out, err } = await load(['--env', ENVIRONMENT, ...args], fake, env as Record<string, string>);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^error: /);
    expect(err).not.toMatch(/ghp_value|ghp-value/);
    expect(fake.state.environments).toEqual({ [ENVIRONMENT]: DEFINITION });
  });

  test('does not believe an exit code of 0', async () => {
    const fake = fakeWith(DEFINITION, { refuseDefinitions: true });
    const { code, err } = await load(['--env', ENVIRONMENT], fake, { GHCR_TOKEN: FRESH });
    expect(code).toBe(2);
    expect(err).toContain('does not hold "github-token" as it was set');
    expect(leaksIn(err)).toEqual([]);
  });

  test('a CLI that is too old to read a value from stdin says so', async () => {
    const fake = fakeWith(DEFINITION, { failures: [{ on: 'env set', message: 'unknown flag: --file' }] });
    expect((await load(['--env', ENVIRONMENT], fake, { GHCR_TOKEN: FRESH })).err).toContain('update the Pulumi CLI');
  });
});
