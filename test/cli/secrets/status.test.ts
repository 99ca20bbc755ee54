import { beforeEach, describe, expect, test } from '@jest/globals';
import { formatResourceId } from '../../../lib/model/manifest.js';
import { ASKED, copied, GENERATED, sealedFile } from '../../secrets/declarations.js';
import { clusterWith, object } from '../../secrets/resolved-cluster.js';
import { OwnTree } from './own-tree.js';

const DB = sealedFile('db/main', { password: GENERATED });
const TOKEN = sealedFile('dns/token', { token: ASKED });
const COPY = sealedFile('app/copy', { password: copied('db/main', 'password') });
const FILES = [DB, TOKEN, COPY];

const users = ['a', 'b', 'c', 'd', 'e'].map((name) =>
  object('Deployment', name, {
    spec: { template: { spec: { imagePullSecrets: [{ name: 'copy' }], containers: [] } } },
  }),
);
const ALPHA = clusterWith(users, FILES);

let tree: OwnTree;
beforeEach(async () => {
  tree = await OwnTree.of(FILES);
});

const status = (args: readonly string[] = [], clusters = [ALPHA]) =>
  tree.run(['status', ...args], {
    clusters: async (name) => clusters.filter((cluster) => name === undefined || cluster.name === name),
    now: () => new Date('2026-01-05T04:04:05Z'),
    env: { SOPS_AGE_KEY_FILE: '' },
  });

describe('secrets status', () => {
  test('is a table in columns: is it there, for whom, how old, stand-ins, who uses it; no key is needed', async () => {
    const { code, out, err } = await status();
    const short = `${tree.recipient.slice(0, 12)}…${tree.recipient.slice(-4)}`;
    const space = ' '.repeat(short.length - 'RECIPIENTS'.length);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n')).toEqual([
      `SECRET     PRESENT      FORM  RECIPIENTS${space}  AGE  STAND-INS  USED BY`,
      `app/copy   present      sops  ${short}  3d   -          Deployment/app/a, Deployment/app/b, Deployment/app/c, and 2 more`,
      `db/main    present      sops  ${short}  3d   -          Secret/app/copy`,
      `dns/token  placeholder  sops  ${short}  3d   1          -`,
    ]);
  });

  test('is the same as JSON, with everybody who uses a secret', async () => {
    const { out } = await status(['--json']);
    const { secrets } = JSON.parse(out) as {
      secrets: { consumers: { kind: string; namespace: string; name: string }[] }[];
    };
    expect(secrets[1]).toEqual({
      cluster: 'alpha',
      secret: 'db/main',
      form: 'sops',
      presence: 'present',
      recipients: [tree.recipient],
      recipientState: 'configured',
      lastModified: '2026-01-02T03:04:05Z',
      standIns: [],
      path: DB.path,
      consumers: [{ kind: 'Secret', namespace: 'app', name: 'copy', keepsPods: false }],
      problems: [],
    });
    expect(secrets[0]?.consumers.map((id) => formatResourceId({ group: '', ...id }))).toHaveLength(5);
  });

  test('exits 1 when a file is missing, and says how to make it', async () => {
    tree.write(DB, tree.text(DB).replace(/password: ENC.*/, 'password: hunter2'));
    const missing = sealedFile('web/new', { key: GENERATED });
    const { code, out, err } = await status([], [clusterWith([], [...FILES, missing])]);
    expect(code).toBe(1);
    expect(out).toMatch(/web\/new +missing +sops +- +- +- +-$/m);
    expect(out).toMatch(/db\/main +in-clear /);
    expect(err).toContain('SECRET_FILE_MISSING');
    expect(err).toContain('npm run secrets -- init');
    expect(out + err).not.toContain('hunter2');
  });

  test('names the cluster where there are several, and takes one alone', async () => {
    const beta = clusterWith([], [sealedFile('db/main', { password: GENERATED }, 'beta')], { name: 'beta' });
    const both = await status([], [ALPHA, beta]);
    expect(both.out).toMatch(/^alpha\/db\/main .*\n[\s\S]*^beta\/db\/main +missing/m);
    expect((await status(['--cluster', 'beta'], [ALPHA, beta])).out).toMatch(/\ndb\/main +missing/);
  });

  test('says whose recipients are not as configured', async () => {
    tree.write({ path: '.sops.yaml' }, tree.text({ path: '.sops.yaml' }).replace(tree.recipient, 'age1other'));
    const { code, out } = await status();
    expect(code).toBe(1);
    expect(out).toContain('(not as configured)');
    tree.write({ path: '.sops.yaml' }, '{}\n');
    expect((await status()).out).toContain('(not configured)');
  });
});
