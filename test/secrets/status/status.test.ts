import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ResolvedCluster } from '../../../lib/model/cluster.js';
import type { SealedFile } from '../../../lib/model/secret.js';
import { parseCreationRules } from '../../../lib/secrets/recipients/creation-rules.js';
import { EXAMPLE_RECIPIENT } from '../../../lib/secrets/recipients/example-recipient.js';
import { generateKeyPair } from '../../../lib/secrets/recipients/identity.js';
import { EXAMPLE_CERTIFICATE } from '../../../lib/secrets/sealed-secrets/example-certificate.js';
import { clusterStatus, type SecretStatus } from '../../../lib/secrets/status/status.js';
import { ASKED, GENERATED, MemoryTree, sealedFile } from '../declarations.js';
import { clusterWith, object } from '../resolved-cluster.js';
import { CERTIFICATE_PATH, controllerKey, sealedSecretFile } from '../sealed-secrets/controller.js';

const NOW = new Date('2026-01-03T00:00:00Z');
const DB = sealedFile('db/main', { password: GENERATED, user: GENERATED });
const TOKEN = sealedFile('dns/token', { token: ASKED });

let recipient = '';
let other = '';
beforeAll(async () => {
  recipient = (await generateKeyPair()).recipient;
  other = (await generateKeyPair()).recipient;
});

function status(
  files: readonly SealedFile[],
  texts: ReadonlyMap<string, string>,
  cluster: ResolvedCluster = clusterWith([], files),
): SecretStatus[] {
  const rules = parseCreationRules(texts.get('.sops.yaml') ?? '');
  return clusterStatus({ cluster, files, read: (path) => texts.get(path), rules, now: NOW });
}

/** The one secret of a tree whose file was changed by hand. */
async function changed(change: (text: string) => string, file: SealedFile = DB): Promise<SecretStatus | undefined> {
  const tree = new MemoryTree();
  await tree.init([file], { recipient, placeholders: true });
  tree.texts.set(file.path, change(tree.texts.get(file.path) ?? ''));
  return status([file], tree.texts)[0];
}

const codesOf = (found: SecretStatus | undefined) => found?.problems.map(({ code }) => code);

describe('a SOPS file', () => {
  test('that is whole is present, for whom .sops.yaml says, and tells when it was changed', async () => {
    const tree = new MemoryTree();
    await tree.init([DB, TOKEN], { recipient, placeholders: true });
    expect(status([TOKEN, DB], tree.texts)).toMatchObject([
      {
        cluster: 'alpha',
        secret: 'db/main',
        form: 'sops',
        presence: 'present',
        recipients: [recipient],
        recipientState: 'configured',
        lastModified: '2026-01-02T03:04:05Z',
        standIns: [],
        consumers: [],
        problems: [],
      },
      { secret: 'dns/token', presence: 'placeholder', standIns: ['token'], problems: [] },
    ]);
  });

  test('that does not exist is missing', () => {
    expect(status([DB], new Map())).toMatchObject([{ presence: 'missing', problems: [{ severity: 'error' }] }]);
  });

  test('for the published example is as it should be, and says so', async () => {
    const tree = new MemoryTree();
    await tree.init([DB]);
    const [found] = status([DB], tree.texts);
    expect(found).toMatchObject({ recipients: [EXAMPLE_RECIPIENT], recipientState: 'example', problems: [] });
  });

  test('for others than .sops.yaml names is an error, whether they are more or fewer', async () => {
    const tree = new MemoryTree();
    await tree.init([DB], { recipient });
    const rules = tree.texts.get('.sops.yaml') ?? '';
    for (const configured of [other, `${recipient},${other}`]) {
      tree.texts.set('.sops.yaml', rules.replace(recipient, configured));
      const [found] = status([DB], tree.texts);
      expect(found?.recipientState).toBe('different');
      expect(codesOf(found)).toEqual(['SECRET_RECIPIENTS_DIFFER']);
    }
    tree.texts.delete('.sops.yaml');
    expect(codesOf(status([DB], tree.texts)[0])).toEqual(['SECRET_RULE']);
  });

  test.each<[string, (text: string) => string, string, string]>([
    [
      'has a value in clear',
      (text) => text.replace(/password: ENC.*/, 'password: hunter2'),
      'in-clear',
      'SECRET_IN_CLEAR',
    ],
    ['was never sealed', (text) => text.replace(/^sops:[\s\S]*/m, ''), 'in-clear', 'SECRET_IN_CLEAR'],
    ['is another secret’s', (text) => text.replace('name: main', 'name: other'), 'unreadable', 'SECRET_NAME_DIFFERS'],
    ['is no YAML', () => '\t[', 'unreadable', 'SECRET_FILE'],
    ['lacks a declared key', (text) => text.replace(/ *user: ENC.*\n/, ''), 'incomplete', 'SECRET_KEY_MISSING'],
  ])('that %s is told apart', async (_, change, presence, code) => {
    const found = await changed(change);
    expect({ presence: found?.presence, code: codesOf(found) }).toEqual({ presence, code: [code] });
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });

  test('with a key that nobody declared is a warning alone', async () => {
    const found = await changed((text) => text.replace(/( *)user: (ENC.*)/, '$1user: $2\n$1extra: $2'));
    expect(found?.presence).toBe('present');
    expect(found?.problems).toMatchObject([{ code: 'SECRET_KEY_EXTRA', severity: 'warning' }]);
  });
});

describe('a SealedSecret', () => {
  const CSI = sealedSecretFile('csi/proxmox', { token: ASKED, secret: GENERATED });

  test('is judged by its certificate, without any key', async () => {
    const [pair, another] = await Promise.all([controllerKey(), controllerKey()]);
    const tree = new MemoryTree();
    tree.texts.set(CERTIFICATE_PATH, pair.certificate);
    await tree.init([CSI], { recipient, placeholders: true });
    const [found] = status([CSI], tree.texts);
    expect(found).toMatchObject({
      form: 'sealed-secret',
      presence: 'placeholder',
      recipientState: 'configured',
      standIns: ['token'],
      problems: [],
    });
    expect(found?.recipients).toEqual([expect.stringMatching(/^sha256:/)]);
    tree.texts.set(CERTIFICATE_PATH, another.certificate);
    expect(codesOf(status([CSI], tree.texts)[0])).toEqual(['SECRET_RECIPIENTS_DIFFER']);
    tree.texts.delete(CERTIFICATE_PATH);
    expect(codesOf(status([CSI], tree.texts)[0])).toEqual(['SECRET_CERTIFICATE']);
    tree.texts.set(CERTIFICATE_PATH, 'null');
    const [broken] = status([CSI], tree.texts);
    expect(broken?.presence).toBe('placeholder');
    expect(codesOf(broken)).toEqual(['SECRET_CERTIFICATE']);
  });

  test('for the published example says so; one that is plain, renamed or cut short is found out', async () => {
    const tree = new MemoryTree();
    tree.texts.set(CERTIFICATE_PATH, EXAMPLE_CERTIFICATE);
    await tree.init([CSI], { placeholders: true });
    const text = tree.texts.get(CSI.path) ?? '';
    expect(status([CSI], tree.texts)[0]?.recipientState).toBe('example');
    const after = (broken: string) => {
      const [found] = status([CSI], new Map([...tree.texts, [CSI.path, broken]]));
      return [found?.presence, ...new Set(codesOf(found))];
    };
    expect(after('apiVersion: v1\nkind: Secret\nstringData: {token: hunter2}\n')).toEqual([
      'in-clear',
      'SECRET_IN_CLEAR',
    ]);
    expect(after(text.replaceAll('name: proxmox', 'name: other'))).toEqual(['unreadable', 'SECRET_NAME_DIFFERS']);
    expect(after(text.replace(/token: \S+/, 'token: hunter2'))).toEqual(['in-clear', 'SECRET_IN_CLEAR']);
    expect(after(text.replace(/ *secret: \S+\n/, ''))).toEqual(['incomplete', 'SECRET_KEY_MISSING']);
    expect(after('[')).toEqual(['unreadable', 'SECRET_FILE']);
  });
});

test('what is kept elsewhere is listed, once, and never judged', () => {
  const external = (name: string) => object('ExternalSecret', name, { spec: { target: { name } } });
  const cluster = clusterWith([external('kept'), external('main')], [DB], { name: 'alpha' });
  const found = status([DB], new Map(), cluster);
  expect(found.map(({ secret, form, presence }) => [secret, form, presence])).toEqual([
    ['app/kept', 'external-secret', 'elsewhere'],
    ['app/main', 'external-secret', 'elsewhere'],
    ['db/main', 'sops', 'missing'],
  ]);
  expect(found[0]?.problems).toEqual([]);
});
