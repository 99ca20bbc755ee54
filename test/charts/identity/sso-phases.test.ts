import { describe, expect, test } from '@jest/globals';
import { field } from '../../../lib/flux/kustomize/built.js';
import { objectsOf, plan, units, waitsFor } from './sso-cluster.js';

test('the four phases render without findings', () => {
  expect(plan.findings).toEqual([]);
});

describe('S3-67 order', () => {
  test.each([
    ['secret-store', ['vault', 'external-secrets']],
    ['authentik', ['vault', 'external-secrets', 'secret-store']],
    ['authentik-vault', ['authentik', 'vault']],
    ['vault-config', ['authentik', 'authentik-vault', 'vault', 'authentik-config']],
    ['gitea-sso', ['vault-config', 'authentik']],
    ['matrix-sso', ['vault-config', 'authentik']],
    ['gitea', ['gitea-sso', 'vault-config', 'authentik', 'vault']],
  ])('%s comes after %j', (name, earlier) => {
    expect([...waitsFor(name)]).toEqual(expect.arrayContaining(earlier));
  });

  test('S3-16 Vault waits for nobody who needs it, nor does authentik wait for an app', () => {
    expect([...waitsFor('vault')]).toEqual(['vault-operator']);
    for (const late of ['gitea', 'matrix', 'vault-config', 'authentik-vault', 'gitea-sso'])
      expect(waitsFor('authentik').has(late)).toBe(false);
  });
});

describe('blueprints', () => {
  const holder = (name: string) =>
    [...units.values()]
      .filter(({ configFiles }) => configFiles.some((set) => set.name === name))
      .map((unit) => unit.name);

  test('trap 65 Vault’s is brought by phase 3 alone', () => {
    expect(holder('authentik-blueprints-vault')).toEqual(['authentik-vault']);
    for (const name of ['users', 'gitea', 'harbor'])
      expect(holder(`authentik-blueprints-${name}`)).toEqual(['authentik']);
  });

  test('trap 65 the chart waits for those of phase 2, and starts without Vault’s', () => {
    const values = objectsOf('HelmRelease').find(({ unit }) => unit === 'authentik')?.object;
    expect(field(values, 'spec', 'values', 'blueprints', 'configMaps')).toEqual([
      'authentik-blueprints-users',
      'authentik-blueprints-gitea',
      'authentik-blueprints-harbor',
    ]);
    const volumes = field(values, 'spec', 'values', 'worker', 'volumes');
    expect(volumes).toEqual([
      { name: expect.any(String), configMap: { name: 'authentik-blueprints-vault', optional: true } },
      { name: expect.any(String), secret: { secretName: 'authentik-oauth-vault', optional: true } },
    ]);
  });

  test('S3-65 the groups are there, and the owner is in each', () => {
    const text =
      units.get('authentik')?.configFiles.find(({ name }) => name.endsWith('-users'))?.files['users.yaml'] ?? '';
    for (const group of ['gitea-users', 'gitea-admins', 'rspcache-admins']) {
      expect(text).toContain(`name: ${group}\n`);
      expect(text).toContain(`- !KeyOf ${group}\n`);
    }
    expect(text).toContain('password: !Env OWNER_PASSWORD');
  });

  test('every variable that a blueprint reads is in a Secret that the worker gets', () => {
    const read = (units.get('authentik')?.configFiles ?? []).flatMap(({ files }) =>
      Object.values(files).flatMap((text) => [...text.matchAll(/!Env (\w+)/g)].map(([, name]) => name)),
    );
    const values = objectsOf('HelmRelease').find(({ unit }) => unit === 'authentik')?.object;
    const names = JSON.stringify(field(values, 'spec', 'values', 'global', 'envFrom'));
    const keys = objectsOf('ExternalSecret')
      .filter(({ object }) => names.includes(`"${String(field(object, 'metadata', 'name'))}"`))
      .flatMap(({ object }) => JSON.stringify(object.spec).match(/"secretKey":"(\w+)"/g) ?? [])
      .map((match) => match.slice(13, -1));
    expect(read.length).toBeGreaterThan(2);
    expect(read.filter((name) => !keys.includes(name as string))).toEqual([]);
  });

  test('the file that Vault’s blueprint reads is where its Secret is mounted', () => {
    const text = units.get('authentik-vault')?.configFiles[0]?.files['vault.yaml'] ?? '';
    expect(text).toContain('client_secret: !File /blueprint-secrets/authentik-oauth-vault/VAULT_CLIENT_SECRET');
    expect([...waitsFor('authentik-vault')]).toContain('authentik-vault-client');
  });
});

describe('secrets', () => {
  test('S3-14 what is generated is made once, and outlives its ExternalSecret', () => {
    const made = objectsOf('ExternalSecret').filter(({ object }) => /Password/.test(JSON.stringify(object.spec)));
    expect(made.length).toBeGreaterThan(10);
    for (const { object } of made) {
      expect(object.spec).toMatchObject({
        refreshInterval: '8760h',
        target: { immutable: true, creationPolicy: 'Orphan' },
      });
    }
  });

  test('trap 63 an app and authentik read one value of a client, never two', () => {
    const remote = (name: string) =>
      objectsOf('ExternalSecret')
        .filter(({ object }) => field(object, 'metadata', 'name') === name)
        .flatMap(({ object }) => JSON.stringify(object.spec).match(/"key":"authentik-oauth\.gitea[^"]*"/g) ?? []);
    expect(remote('gitea-oauth')).toEqual(['"key":"authentik-oauth.gitea-client-secret"']);
    expect(remote('authentik-oauth')).toEqual(remote('gitea-oauth'));
  });
});
