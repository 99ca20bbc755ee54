import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { homeOps } from '../../charts/clusters/home-ops.js';
import { run } from '../../lib/cli/main.js';

async function values(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    root: process.cwd(),
    env: {},
    out: (line: string) => out.push(line),
    err: (line: string) => err.push(line),
  };
  const code = await run({ clusters: [homeOps] }, ['values', 'home-ops', ...argv], io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('npm run values (S4-27)', () => {
  test('prints what helm takes, and how to ask helm, apart from each other', async () => {
    const { code, out, err } = await values('games/romm', '--set', 'SECRET_DOMAIN=home.example');
    expect(code).toBe(0);
    expect(load(out)).toHaveProperty(
      'controllers.romm.containers.app.env.ROMM_BASE_URL.value',
      'https://romm.home.example',
    );
    expect(err).toMatch(
      /^helm template romm oci:\/\/ghcr\.io\/bjw-s-labs\/helm\/app-template --version \S+ --namespace games -f values\.yaml$/,
    );
  });

  test('a variable without a value stays a placeholder, and is named', async () => {
    const { out, err } = await values('plane');
    expect(load(out)).toHaveProperty('ingress.appHost', 'plane.${SECRET_DOMAIN}');
    expect(err).toContain('still placeholders: SECRET_DOMAIN\nhint: --set SECRET_DOMAIN=…');
  });

  test('says which values are secret, and shows none of them', async () => {
    const { err } = await values('plane');
    expect(err).toContain('not among them: PLANE_DB_URL of Secret plane-secret, which goes to env.pgdb_remote_url');
  });

  test('a chart of a classic repository is asked for with its address', async () => {
    expect((await values('plane')).err).toContain(
      'helm template plane plane-ce --repo https://helm.plane.so --version ',
    );
  });

  test.each([
    [['rom'], 'home-ops has no HelmRelease "rom"'],
    [['romm', '--set', 'DOMAIN=x'], 'home-ops has no variable "DOMAIN"'],
    [['romm', '--set', 'DOMAIN'], '"DOMAIN" is not NAME=value.'],
  ])('%j is an error that says the way out, and prints no values', async (argv, message) => {
    const { code, out, err } = await values(...argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });
});
