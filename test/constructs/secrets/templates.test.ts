import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import {
  asked,
  type Cluster,
  copied,
  DeclaredSecret,
  fluxDeployKey,
  generated,
  githubKnownHosts,
  gitSshKey,
  given,
  proxmoxCsi,
  secretTemplate,
  Unit,
} from '../../../lib/index.js';
import type { SecretKey } from '../../../lib/model/secret.js';
import { refusalOf } from '../../../lib/secrets/values/judge-value.js';
import { planOf, testCluster } from '../../support/test-cluster.js';
import { CATALOGUE, type Specimen } from './template-catalogue.js';

const FOLDER = 'lib/constructs/secrets/templates';
const NOT_TEMPLATES = ['databaseUrl', 'githubKnownHosts'];

/** One specimen of each template, the same in every run. */
const specimens = Object.entries(CATALOGUE).map(
  ([name, made]) => [name, fc.sample(made, { numRuns: 1, seed: 4 })[0] as Specimen] as const,
);

function keysOf({ template }: Specimen): [string, SecretKey][] {
  return Object.entries(template.keysFor({ namespace: 'here', name: 'subject' }));
}

describe('the catalogue of templates', () => {
  test('has every template that charts can use, so that none goes untested', async () => {
    const files = readdirSync(FOLDER).filter((file) => file.endsWith('.ts'));
    const modules = await Promise.all(
      files.map(
        (file) => import(`../../../${FOLDER}/${file.replace(/ts$/, 'js')}`) as Promise<Record<string, unknown>>,
      ),
    );
    const functions = modules.flatMap((exported) =>
      Object.entries(exported).flatMap(([name, value]) => (typeof value === 'function' ? [name] : [])),
    );
    expect(functions.filter((name) => !name.endsWith('Schema') && !NOT_TEMPLATES.includes(name)).sort()).toEqual(
      Object.keys(CATALOGUE).sort(),
    );
  });

  test.each(specimens)('%s: constants and placeholders satisfy the schema, and nothing empty does', (_, specimen) => {
    for (const [, key] of keysOf(specimen)) {
      const { source } = key;
      if (source.from === 'given') expect(refusalOf(key, source.value)).toBeUndefined();
      if (source.from === 'asked') expect(refusalOf(key, source.placeholder)).toBeUndefined();
      expect(refusalOf(key, '')).toBeDefined();
    }
  });

  test.each(specimens)('%s: schema and sources have the same keys', (_, specimen) => {
    expect(Object.keys(specimen.template.schema.shape)).toEqual(keysOf(specimen).map(([key]) => key));
  });

  test.each(specimens)('%s: what is refused is never quoted', (_, specimen) => {
    for (const [, key] of keysOf(specimen)) {
      for (const value of ['hunter2 hunter2\n', '"hunter2\u0000"', '{"hunter2": true}', 'hunter2'.repeat(200_000)]) {
        expect(refusalOf(key, value) ?? '').not.toContain('hunter2');
      }
    }
  });
});

/** Requirements name these; whoever reads the Secret looks for exactly them. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  authentikCredentials: [
    'AUTHENTIK_SECRET_KEY',
    'AUTHENTIK_POSTGRESQL__HOST',
    'AUTHENTIK_POSTGRESQL__PORT',
    'AUTHENTIK_POSTGRESQL__NAME',
    'AUTHENTIK_POSTGRESQL__USER',
    'AUTHENTIK_POSTGRESQL__PASSWORD',
    'AUTHENTIK_BOOTSTRAP_PASSWORD',
    'AUTHENTIK_BOOTSTRAP_TOKEN',
    'AUTHENTIK_BOOTSTRAP_EMAIL',
  ],
  cloudflareApiToken: ['api-token'],
  dockerConfig: ['.dockerconfigjson'],
  fluxDeployKey: ['identity', 'identity.pub', 'known_hosts'],
  ghcrCredentials: ['github-username', 'github-token'],
  ghcrPullSecret: ['.dockerconfigjson'],
  giteaAdmin: ['username', 'password'],
  giteaOauth: ['key', 'secret'],
  gitSshKey: ['identity', 'identity.pub', 'known_hosts'],
  grafanaAdmin: ['admin-user', 'admin-password'],
  harborCredentials: ['HARBOR_ADMIN_PASSWORD', 'secretKey'],
  mariadbCredentials: ['mariadb-root-password', 'mariadb-password', 'username', 'database'],
  planeCredentials: [
    'PLANE_DB_URL',
    'PLANE_SECRET_KEY',
    'PLANE_LIVE_SERVER_SECRET_KEY',
    'PLANE_RABBITMQ_PASSWORD',
    'PLANE_MINIO_PASSWORD',
  ],
  postgresqlCredentials: ['postgres-password', 'password', 'username', 'database'],
  powerdnsApiKey: ['api-key'],
  pulumiAccessToken: ['PULUMI_ACCESS_TOKEN'],
  redisCredentials: ['redis-password'],
  registryUser: ['username', 'password', 'htpasswd'],
  s3Credentials: ['ACCESS_KEY_ID', 'ACCESS_SECRET_KEY'],
  sealingKeyPair: ['tls.crt', 'tls.key'],
  sopsAgeKey: ['age.agekey'],
  tunnelCredentials: ['credentials.json'],
  webhookToken: ['token'],
};

describe('templates', () => {
  test.each(Object.entries(KEYS))('%s has the keys that its readers look for', (name, keys) => {
    const found = specimens.find(([known]) => known === name)?.[1] as Specimen;
    expect(keysOf(found).map(([key]) => key)).toEqual(keys);
  });

  test('have the type without which Kubernetes ignores them, and no other (trap 51)', () => {
    const types = specimens
      .map(([name, { template }]) => [name, template.type])
      .filter(([, type]) => type !== 'Opaque');
    expect(Object.fromEntries(types)).toEqual({
      basicAuth: 'kubernetes.io/basic-auth',
      dockerConfig: 'kubernetes.io/dockerconfigjson',
      ghcrPullSecret: 'kubernetes.io/dockerconfigjson',
      sealingKeyPair: 'kubernetes.io/tls',
    });
  });

  test("know all three of GitHub's host keys, by the fingerprints that GitHub publishes", () => {
    const fingerprints = githubKnownHosts()
      .trim()
      .split('\n')
      .map((line) => line.split(' '))
      .map(([host, type, key = '']) => [
        host,
        type,
        createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64'),
      ]);
    expect(fingerprints).toEqual([
      ['github.com', 'ssh-ed25519', '+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU='],
      ['github.com', 'ecdsa-sha2-nistp256', 'p2QAMXNIC1TJYWeIOttrVc98/R1BUFWu3/LiyKgUfQM='],
      ['github.com', 'ssh-rsa', 'uNiVztksCsDhcc0u9e8BujQXVUpKZIDTMczCvj3tD2s='],
    ]);
  });

  test('never make the registry user who exists anew (S1-13, trap 22)', () => {
    const [, user] = specimens.find(([name]) => name === 'registryUser') ?? [];
    expect(keysOf(user as Specimen).map(([key, { source }]) => [key, source.from])).toEqual([
      ['username', 'given'],
      ['password', 'asked'],
      ['htpasswd', 'htpasswd'],
    ]);
  });

  test('say what a new value would break where it breaks something (trap 46)', () => {
    const said = specimens.flatMap(([name, specimen]) =>
      keysOf(specimen).flatMap(([key, { rotation }]) => (rotation === undefined ? [] : [`${name} ${key}`])),
    );
    expect(said).toEqual(
      expect.arrayContaining([
        'authentikCredentials AUTHENTIK_SECRET_KEY',
        'n8nCredentials encryptionKey',
        'matrixSigningKey signing.key',
        'harborCredentials secretKey',
        'postgresqlCredentials password',
        'fluxDeployKey identity',
      ]),
    );
  });

  test('keep booleans of the Proxmox configuration booleans (S3-23, trap 60)', () => {
    const options = { url: 'https://pve.example.org:8006/api2/json', tokenId: 'csi@pve!csi', region: 'lab' };
    const text = (insecure: boolean) => {
      const { 'config.yaml': config } = proxmoxCsi({ ...options, insecure }).keysFor({ namespace: 'csi', name: 'csi' });
      return config.source.from === 'template' ? Object.values(config.source.operands) : [];
    };
    expect(JSON.stringify(text(true))).toContain('insecure: true\\n');
    expect(JSON.stringify(text(false))).toContain('insecure: false\\n');
  });

  test('can be asked for RSA keys, where a server takes no other', () => {
    const { identity } = fluxDeployKey({ algorithm: 'rsa-4096' }).keysFor({ namespace: 'flux-system', name: 'flux' });
    expect(identity.source).toMatchObject({ from: 'ssh-key', half: 'private', algorithm: 'rsa-4096' });
    const { identity: usual } = gitSshKey({ comment: 'me' }).keysFor({ namespace: 'a', name: 'b' });
    expect(usual.source).toMatchObject({ algorithm: 'ed25519' });
  });
});

const schema = () => z.object({ user: z.string(), password: z.string() });

describe('schema and keys', () => {
  test('name the same keys, for the compiler and for those who do not run it', () => {
    // @ts-expect-error "password" has no source
    const tooFew = secretTemplate(schema, () => ({ user: given('me') }));
    expect(() => tooFew.schema).toThrow(/the schema has the keys password,user, the sources user/);
    const three = () => ({ user: given('me'), password: given('x'), token: given('y') });
    // @ts-expect-error "token" is not in the schema
    const tooMany = secretTemplate(schema, three);
    expect(() => tooMany.schema).toThrow(/the sources password,token,user/);
    const number = () => z.object({ port: z.number() });
    // @ts-expect-error a secret's values are text
    secretTemplate(number, () => ({ port: given('1') }));
    // @ts-expect-error "pasword" is no key of the secret
    secretTemplate(schema, (own) => ({ user: given('me'), password: copied(own('pasword')) }));
  });

  test('a schema with rules over several keys is refused: values are judged one by one', () => {
    const keys = () => ({ user: given('me'), password: given('x') });
    const refined = secretTemplate(() => schema().refine(() => true), keys);
    expect(() => refined.schema).toThrow(/each key for itself/);
  });

  test('keys of a declared secret are those of its template and of nothing else', () => {
    planOf(
      testCluster({}, (c: Cluster) => {
        const unit = new Unit(c.apps('demo'), 'app');
        const key = new DeclaredSecret(
          unit,
          'git',
          gitSshKey({ comment: 'me' }).with({ token: generated({ length: 20 }) }),
        );
        expect([key.ref('identity').key, key.operand('token').ref.key]).toEqual(['identity', 'token']);
        // @ts-expect-error no such key
        key.ref('identity_pub');
        // @ts-expect-error no such key
        key.operand('identiy');
        const plain = new DeclaredSecret(unit, 'plain', { token: generated({ length: 20 }) });
        // @ts-expect-error no such key
        plain.ref('tokn');
        const values: z.infer<typeof plain.schema> = { token: 'x' };
        expect(plain.schema.safeParse(values).success).toBe(true);
        expect(plain.schema.safeParse({ token: '' }).success).toBe(false);
        expect(Object.keys(key.schema.shape)).toEqual(['identity', 'identity.pub', 'known_hosts', 'token']);
      }),
    );
  });
});

describe('a declared secret', () => {
  const codes = (keys: Record<string, SecretKey>, type = 'Opaque') => {
    const { findings } = planOf(
      testCluster({}, (c: Cluster) => {
        new DeclaredSecret(new Unit(c.apps('demo'), 'app'), 'app', keys, { type });
      }),
    );
    const own = findings.filter(({ code }) => code === 'SECRET_DECLARATION');
    return own.map(({ code, message }) => `${code}: ${message}`);
  };

  test('with a key, a type, a constant or a placeholder that cannot be is a finding that shows no value', () => {
    const short = { placeholder: 'hunter2', schema: z.string().min(20) };
    expect(codes({ 'a/b': given('x') })).toEqual(['SECRET_DECLARATION: "a/b" is no valid key']);
    expect(codes({ '..': given('x') })).toEqual(['SECRET_DECLARATION: ".." is no valid key']);
    expect(codes({ user: given('x') }, 'kubernetes.io/dockerconfigjson')).toEqual([
      'SECRET_DECLARATION: type kubernetes.io/dockerconfigjson demands the key ".dockerconfigjson"',
    ]);
    expect(codes({ user: given('') })).toEqual([
      'SECRET_DECLARATION: key "user": its constant is refused by its schema',
    ]);
    expect(codes({ token: asked('What?', short) })).toEqual([
      'SECRET_DECLARATION: key "token": its placeholder is refused by its schema',
    ]);
    expect(codes({ token: generated({ length: 0 }) })).toEqual([
      'SECRET_DECLARATION: key "token": it is generated with no characters at all',
    ]);
    expect(codes({ token: given('x') })).toEqual([]);
  });
});
