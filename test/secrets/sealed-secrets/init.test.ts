import { beforeAll, describe, expect, test } from '@jest/globals';
import { compareSync } from 'bcryptjs';
import type { SealedFile, SecretKey } from '../../../lib/model/secret.js';
import { secretValues } from '../../../lib/secrets/file/secret-manifest.js';
import { generateKeyPair } from '../../../lib/secrets/recipients/identity.js';
import { readCertificate } from '../../../lib/secrets/sealed-secrets/certificate.js';
import { EXAMPLE_CERTIFICATE, EXAMPLE_FINGERPRINT } from '../../../lib/secrets/sealed-secrets/example-certificate.js';
import { inspectSealedSecret } from '../../../lib/secrets/sealed-secrets/inspect.js';
import type { SealingKeyPair } from '../../../lib/secrets/sealed-secrets/key-pair.js';
import { openYaml } from '../../../lib/secrets/sops/open.js';
import { answersFrom } from '../../../lib/secrets/values/answers.js';
import {
  ASKED,
  changes,
  codes,
  copied,
  declare,
  GENERATED,
  given,
  MemoryTree,
  operand,
  sealedFile,
} from '../declarations.js';
import { CERTIFICATE_PATH, controllerKey, sealedSecretFile, unsealFile } from './controller.js';

let pair: SealingKeyPair;
let other: SealingKeyPair;
let identity = '';
let recipient = '';
beforeAll(async () => {
  [pair, other] = await Promise.all([controllerKey(), controllerKey()]);
  ({ identity, recipient } = await generateKeyPair());
});

const bcryptOf = (id: string, key: string): SecretKey => ({ source: { from: 'bcrypt', password: operand(id, key) } });

const CSI = sealedSecretFile('csi/proxmox', { token: ASKED, url: given('https://pve'), secret: GENERATED });
const DB = sealedFile('db/main', { password: GENERATED });

function treeWith(certificate: string): MemoryTree {
  const tree = new MemoryTree();
  tree.texts.set(CERTIFICATE_PATH, certificate);
  return tree;
}

const answers = answersFrom(new Map([['csi/proxmox:token', 'real-token']]), {});
const textOf = (tree: MemoryTree, { path }: SealedFile) => tree.texts.get(path) ?? '';
const shown = (tree: MemoryTree, file: SealedFile) => inspectSealedSecret(textOf(tree, file), file.path);
const withKeys = (file: SealedFile, keys: Readonly<Record<string, SecretKey>>): SealedFile => ({
  ...file,
  declaration: { ...file.declaration, keys: { ...file.declaration.keys, ...keys } },
});

describe('a fresh tree', () => {
  test('gets SealedSecrets and SOPS files in one run, copies between them included', async () => {
    const tree = treeWith(pair.certificate);
    const copy = sealedSecretFile('csi/copy', { password: copied('db/main', 'password') });
    const back = sealedFile('app/back', { secret: copied('csi/proxmox', 'secret') });
    const plan = await tree.init([CSI, copy, DB, back], { recipient, answers });
    expect(plan.findings).toEqual([]);
    expect(changes(plan)).toEqual({
      '.sops.yaml': 'created',
      'db/main.sops.yaml': 'created',
      'app/back.sops.yaml': 'created',
      'csi/proxmox.sealed.yaml': 'created',
      'csi/copy.sealed.yaml': 'created',
    });
    const open = async (file: SealedFile) =>
      secretValues((await openYaml(textOf(tree, file), file.path, [identity])).plain, file.path);
    const values = unsealFile(textOf(tree, CSI), pair);
    expect(values).toEqual({ token: 'real-token', url: 'https://pve', secret: expect.stringMatching(/^\w{24}$/) });
    expect(unsealFile(textOf(tree, copy), pair)).toEqual(await open(DB));
    expect(await open(back)).toEqual({ secret: values.secret });
    expect((await tree.init([CSI, copy, DB, back], { recipient, identities: [identity] })).write).toEqual([]);
  });

  test('shows the declaration, the key it is sealed for and its name in clear, in strict scope, and no value', async () => {
    const tree = treeWith(pair.certificate);
    const labels = { 'app.kubernetes.io/part-of': 'csi', flag: 'true' };
    const declaration = { ...CSI.declaration, type: 'kubernetes.io/basic-auth', labels, annotations: { note: 'a: b' } };
    const file = { ...CSI, declaration };
    await tree.init([file], { answers });
    expect(shown(tree, file)).toMatchObject({
      name: 'proxmox',
      namespace: 'csi',
      type: 'kubernetes.io/basic-auth',
      labels,
      annotations: { note: 'a: b', 'kustomize.toolkit.fluxcd.io/substitute': 'disabled' },
      keys: ['token', 'url', 'secret'],
      inClear: [],
      standIns: [],
      scope: 'strict',
      boundTo: 'csi/proxmox',
      certificate: readCertificate(pair.certificate, 'a', new Date('2026-01-02')).fingerprint,
    });
    expect(textOf(tree, file)).not.toMatch(/real-token|pve/);
    expect(textOf(tree, file)).toMatch(/^apiVersion: bitnami.com\/v1alpha1\nkind: SealedSecret\n/);
  });

  test('needs no creation rules of SOPS where everything is a SealedSecret', async () => {
    const tree = treeWith(pair.certificate);
    expect(changes(await tree.init([CSI], { answers }))).toEqual({ 'csi/proxmox.sealed.yaml': 'created' });
    await tree.init([CSI, DB], { recipient, answers });
    expect(tree.texts.get('.sops.yaml')).not.toContain('sealed');
  });

  test('is sealed for the published example when there is no certificate, and its owner is told', async () => {
    const tree = new MemoryTree();
    const plan = await tree.init([CSI], { answers });
    expect(plan.findings).toEqual([]);
    expect(changes(plan)).toEqual({ 'alpha/sealed-secrets.crt': 'created', 'csi/proxmox.sealed.yaml': 'created' });
    expect(shown(tree, CSI).certificate).toBe(EXAMPLE_FINGERPRINT);
    const owned = await tree.init([CSI], { answers, recipient });
    expect(owned.findings).toMatchObject([{ code: 'SECRET_CERTIFICATE', severity: 'warning', file: CERTIFICATE_PATH }]);
    expect(owned.findings[0]?.hint).toContain('sealing-key --cluster alpha');
  });

  test('is not begun when the certificate is "null": nothing would ever open it (S3-10)', async () => {
    const plan = await treeWith('null\n').init([CSI, DB], { recipient, answers });
    expect(plan.findings).toMatchObject([
      {
        code: 'SECRET_CERTIFICATE',
        severity: 'error',
        file: CERTIFICATE_PATH,
        message: expect.stringContaining('null'),
      },
    ]);
    expect(plan.write).toEqual([]);
  });
});

describe('a clone with the published example', () => {
  test('is made anew for the owner’s certificate, and the second run changes nothing', async () => {
    const tree = treeWith(EXAMPLE_CERTIFICATE);
    await tree.init([CSI, DB], { placeholders: true });
    tree.texts.set(CERTIFICATE_PATH, pair.certificate);
    expect(changes(await tree.init([CSI, DB], { answers }))).toEqual({ 'csi/proxmox.sealed.yaml': 'replaced' });
    expect(unsealFile(textOf(tree, CSI), pair).token).toBe('real-token');
    expect(shown(tree, CSI).standIns).toEqual([]);
    expect((await tree.init([CSI, DB])).write).toEqual([]);
  });

  test('has a secret made anew when a new copy needs its value, for nobody could open it', async () => {
    const tree = treeWith(EXAMPLE_CERTIFICATE);
    await tree.init([CSI], { answers });
    const copy = sealedFile('app/copy', { secret: copied('csi/proxmox', 'secret') });
    expect(changes(await tree.init([CSI, copy], { answers }))).toMatchObject({
      'csi/proxmox.sealed.yaml': 'replaced',
      'app/copy.sops.yaml': 'created',
    });
  });
});

describe('without the controller’s key', () => {
  test('a missing key is added, and the ciphertext of the others stays byte for byte', async () => {
    const tree = treeWith(pair.certificate);
    await tree.init([CSI], { answers });
    const before = shown(tree, CSI).ciphertexts;
    const commented = textOf(tree, CSI).replace('  encryptedData:', '  # from the vault\n  encryptedData:');
    tree.texts.set(CSI.path, commented);
    const more = withKeys(CSI, { second: GENERATED });
    expect(changes(await tree.init([more]))).toEqual({ 'csi/proxmox.sealed.yaml': 'completed' });
    expect(shown(tree, CSI).ciphertexts).toMatchObject(before);
    expect(textOf(tree, CSI)).toContain('# from the vault');
    expect(unsealFile(textOf(tree, CSI), pair).second).toMatch(/^\w{24}$/);
    expect((await tree.init([more])).write).toEqual([]);
  });

  test('changed labels are brought up to the declaration, and no ciphertext changes', async () => {
    const tree = treeWith(pair.certificate);
    await tree.init([CSI], { answers });
    const before = shown(tree, CSI).ciphertexts;
    const changed = { ...CSI, declaration: { ...CSI.declaration, labels: { on: 'yes' }, type: 'x/y' } };
    expect(changes(await tree.init([changed]))).toEqual({ 'csi/proxmox.sealed.yaml': 'completed' });
    expect(shown(tree, CSI)).toMatchObject({ labels: { on: 'yes' }, type: 'x/y', ciphertexts: before });
  });

  test('a changed constant is noticed and sealed anew, alone', async () => {
    const tree = treeWith(pair.certificate);
    await tree.init([CSI], { answers });
    const before = shown(tree, CSI).ciphertexts;
    const changed = withKeys(CSI, { url: given('https://other') });
    expect(changes(await tree.init([changed]))).toEqual({ 'csi/proxmox.sealed.yaml': 'completed' });
    const { token, secret } = shown(tree, CSI).ciphertexts;
    expect({ token, secret }).toEqual({ token: before.token, secret: before.secret });
    expect(unsealFile(textOf(tree, CSI), pair).url).toBe('https://other');
    expect((await tree.init([changed])).write).toEqual([]);
    expect(textOf(tree, CSI)).not.toContain('other');
  });

  test('what needs a sealed value is an error that says how to give it anew, in the same file too', async () => {
    const tree = treeWith(pair.certificate);
    await tree.init([CSI], { answers });
    const before = textOf(tree, CSI);
    const hashed = withKeys(CSI, { hash: bcryptOf('csi/proxmox', 'secret') });
    const copy = sealedFile('app/copy', { secret: copied('csi/proxmox', 'secret') });
    const plan = await tree.init([hashed, copy], { recipient });
    expect(codes(plan)).toEqual(['SECRET_NEEDS_VALUE', 'SECRET_NEEDS_VALUE']);
    expect(plan.findings[0]?.hint).toContain('take "secret" out of its encryptedData');
    expect(textOf(tree, CSI)).toBe(before);
    tree.texts.set(CSI.path, before.replace(/^ {4}secret: .*\n/m, ''));
    expect((await tree.init([hashed, copy], { recipient })).findings).toEqual([]);
    const values = unsealFile(textOf(tree, CSI), pair);
    expect(compareSync(values.secret ?? '', values.hash ?? '')).toBe(true);
    expect(shown(tree, CSI).ciphertexts.token).toBe(inspectSealedSecret(before, '').ciphertexts.token);
  });
});

describe('what only the owner knows', () => {
  test('is a marked stand-in on request until it is answered, and nothing else changes then', async () => {
    const tree = treeWith(pair.certificate);
    await tree.init([CSI], { placeholders: true });
    expect(shown(tree, CSI)).toMatchObject({ standIns: ['token'] });
    expect(unsealFile(textOf(tree, CSI), pair).token).toBe('placeholder-token');
    const before = shown(tree, CSI).ciphertexts;
    expect(codes(await tree.init([CSI]))).toEqual(['SECRET_STAND_IN']);
    expect((await tree.init([CSI], { answers })).findings).toEqual([]);
    expect(shown(tree, CSI).standIns).toEqual([]);
    expect(unsealFile(textOf(tree, CSI), pair).token).toBe('real-token');
    expect(shown(tree, CSI).ciphertexts.secret).toBe(before.secret);
  });

  test('is asked for together with what SOPS files need, and nothing is written', async () => {
    const plan = await treeWith(pair.certificate).init([CSI, sealedFile('dns/token', { token: ASKED })], { recipient });
    expect(codes(plan)).toEqual(['SECRET_ANSWER_MISSING', 'SECRET_ANSWER_MISSING']);
    expect(plan.write).toEqual([]);
  });
});

describe('a SealedSecret that the controller could not open', () => {
  async function sealed(): Promise<MemoryTree> {
    const tree = treeWith(pair.certificate);
    await tree.init([CSI], { answers });
    return tree;
  }
  const findings = async (tree: MemoryTree, file = CSI) => (await tree.init([file])).findings;

  test('because the certificate is another now, is an error and never overwritten', async () => {
    const tree = await sealed();
    const before = textOf(tree, CSI);
    tree.texts.set(CERTIFICATE_PATH, other.certificate);
    const found = await findings(tree);
    expect(found).toMatchObject([{ code: 'SECRET_FOREIGN', severity: 'error', file: CSI.path }]);
    expect(found[0]?.hint).toContain('put the earlier certificate back');
    expect(textOf(tree, CSI)).toBe(before);
    tree.texts.set(CERTIFICATE_PATH, EXAMPLE_CERTIFICATE);
    expect(await findings(tree)).toMatchObject([{ code: 'SECRET_FOREIGN' }]);
  });

  test('because it was renamed or moved, in the declaration or by hand as well, is an error (trap 87)', async () => {
    const tree = await sealed();
    const renamed = { ...CSI, declaration: { ...declare('csi/other', CSI.declaration.keys) } };
    expect((await findings(tree, renamed)).map(({ code, message }) => [code, message])).toEqual([
      ['SECRET_NAME_DIFFERS', 'is sealed as csi/proxmox, and opens under no other name'],
    ]);
    tree.texts.set(CSI.path, textOf(tree, CSI).replaceAll('name: proxmox', 'name: other'));
    expect(await findings(tree, renamed)).toMatchObject([
      { code: 'SECRET_NAME_DIFFERS', hint: expect.stringContaining('remove the file to have its values made anew') },
    ]);
  });

  test('because others could open it, a value is in clear, or it is a plain Secret, is an error', async () => {
    const tree = await sealed();
    const text = textOf(tree, CSI);
    const with_ = (from: string | RegExp, to: string) => tree.texts.set(CSI.path, text.replace(from, to));
    with_('  annotations:\n', '  annotations:\n    sealedsecrets.bitnami.com/cluster-wide: "true"\n');
    expect(await findings(tree)).toMatchObject([
      { code: 'SECRET_FILE', message: expect.stringContaining('cluster-wide') },
    ]);
    with_(/ {4}token: .*/, '    token: hunter2');
    const inClear = await findings(tree);
    expect(inClear).toMatchObject([{ code: 'SECRET_IN_CLEAR', message: 'key "token" is not encrypted' }]);
    expect(JSON.stringify(inClear)).not.toContain('hunter2');
    tree.texts.set(CSI.path, 'apiVersion: v1\nkind: Secret\nstringData: {password: hunter2}\n');
    expect(await findings(tree)).toMatchObject([{ code: 'SECRET_IN_CLEAR' }]);
    for (const broken of [
      '\t[',
      'kind: SealedSecret\n',
      `${text}---\n${text}`,
      text.replace('spec:', 'spec:\n  data: x'),
    ]) {
      tree.texts.set(CSI.path, broken);
      expect(await findings(tree)).toMatchObject([{ code: 'SECRET_FILE' }]);
    }
  });

  test('for all that is known, since another tool sealed it, is a warning; it is brought into our form', async () => {
    const tree = await sealed();
    const before = shown(tree, CSI).ciphertexts;
    const foreign = textOf(tree, CSI).replaceAll(/^ {4}homelab-gitops.*\n/gm, '');
    tree.texts.set(CSI.path, foreign.replace('metadata:\n', 'metadata:\n  creationTimestamp: null\n'));
    const plan = await tree.init([CSI]);
    expect(changes(plan)).toEqual({ 'csi/proxmox.sealed.yaml': 'completed' });
    expect(plan.findings).toMatchObject([
      {
        code: 'SECRET_CERTIFICATE_UNKNOWN',
        severity: 'warning',
        hint: expect.stringContaining('sealed-for-certificate'),
      },
    ]);
    expect(shown(tree, CSI)).toMatchObject({ boundTo: 'csi/proxmox', ciphertexts: before });
    expect(shown(tree, CSI).certificate).toBeUndefined();
    expect(textOf(tree, CSI)).not.toContain('creationTimestamp');
    expect((await tree.init([CSI])).write).toEqual([]);
  });

  test('is made whole again when its only value is taken out', async () => {
    const file = sealedSecretFile('csi/one', { token: GENERATED });
    const tree = treeWith(pair.certificate);
    await tree.init([file]);
    for (const without of ['  encryptedData:\n', '  encryptedData: {}\n', '']) {
      tree.texts.set(file.path, textOf(tree, file).replace(/ {2}encryptedData:\n {4}token: .*\n/, without));
      expect(changes(await tree.init([file]))).toEqual({ 'csi/one.sealed.yaml': 'completed' });
      expect(unsealFile(textOf(tree, file), pair)).toEqual({ token: expect.stringMatching(/^\w{24}$/) });
      tree.texts.delete(file.path);
      await tree.init([file]);
    }
  });
});
