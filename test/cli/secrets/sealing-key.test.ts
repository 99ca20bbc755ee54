import { createPrivateKey } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { readCertificate } from '../../../lib/secrets/sealed-secrets/certificate.js';
import { EXAMPLE_CERTIFICATE, EXAMPLE_FINGERPRINT } from '../../../lib/secrets/sealed-secrets/example-certificate.js';
import { inspectSealedSecret } from '../../../lib/secrets/sealed-secrets/inspect.js';
import { ASKED, GENERATED, sealedFile } from '../../secrets/declarations.js';
import { CERTIFICATE_PATH, sealedSecretFile, unsealFile } from '../../secrets/sealed-secrets/controller.js';
import { runSecrets } from './run-secrets.js';

const CSI = sealedSecretFile('csi/proxmox', { token: ASKED, secret: GENERATED });
const FILES = [CSI, sealedFile('db/main', { password: GENERATED })];
const NOW = new Date('2026-01-02T03:04:05Z');

let root = '';
let outside = '';
let out = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'secrets-'));
  outside = mkdtempSync(join(tmpdir(), 'secrets-keys-'));
  out = join(outside, 'sealing-key.yaml');
});
afterEach(() => {
  rmSync(root, { recursive: true });
  rmSync(outside, { recursive: true });
});

const secrets = (args: readonly string[], files = FILES) => runSecrets(args, { files, root });
const sealingKey = (...args: readonly string[]) => secrets(['sealing-key', '--bits', '2048', '--out', out, ...args]);
const read = (path: string) => readFileSync(join(root, path), 'utf8');

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function keyIn(file: string) {
  const { metadata, type, data } = parse(readFileSync(file, 'utf8'));
  const text = (key: string) => Buffer.from(data[key], 'base64').toString('utf8');
  return { metadata, type, certificate: text('tls.crt'), privateKey: text('tls.key') };
}

describe('secrets sealing-key', () => {
  test('writes the Secret that the controller takes, for its owner alone, and the certificate into the tree', async () => {
    const { code, err, out: printed } = await sealingKey();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(statSync(out).mode & 0o777).toBe(0o600);
    const { metadata, type, certificate, privateKey } = keyIn(out);
    expect({ metadata, type }).toEqual({
      metadata: {
        name: 'sealed-secrets-key',
        namespace: 'kube-system',
        labels: { 'sealedsecrets.bitnami.com/sealed-secrets-key': 'active' },
      },
      type: 'kubernetes.io/tls',
    });
    expect(createPrivateKey(privateKey).asymmetricKeyDetails?.modulusLength).toBe(2048);
    expect(read(CERTIFICATE_PATH)).toBe(certificate);
    const { fingerprint, notAfter } = readCertificate(certificate, CERTIFICATE_PATH, NOW);
    expect(notAfter.toISOString()).toBe('2036-01-02T03:04:05.000Z');
    expect(printed).toContain(`${CERTIFICATE_PATH}  ${fingerprint}, until 2036-01-02`);
    expect(printed).not.toContain('PRIVATE');
  });

  test('makes a fresh clone the owner’s: example, key, init, and everything opens with that key (S3-10)', async () => {
    await secrets(['init', '--placeholders']);
    expect(read(CERTIFICATE_PATH)).toBe(EXAMPLE_CERTIFICATE);
    expect(inspectSealedSecret(read(CSI.path), CSI.path).certificate).toBe(EXAMPLE_FINGERPRINT);
    expect((await sealingKey()).code).toBe(0);
    const { code, out: printed } = await secrets(['init', '--placeholders']);
    expect(code).toBe(0);
    expect(printed).toContain(`replaced   ${CSI.path}\n1 file written, 1 kept`);
    const values = unsealFile(read(CSI.path), keyIn(out));
    expect(values).toEqual({ token: 'placeholder-token', secret: expect.stringMatching(/^\w{24}$/) });
    expect((await secrets(['init', '--placeholders'])).out).toBe('0 files written, 2 kept');
  });

  test('never overwrites a key, and leaves the certificate alone then', async () => {
    writeFileSync(out, 'mine');
    const { code, err } = await sealingKey();
    expect({ code, err }).toEqual({
      code: 2,
      err: `error: ${out}: exists, and a key is never overwritten\nhint: choose another file`,
    });
    expect(readFileSync(out, 'utf8')).toBe('mine');
    expect(existsSync(join(root, CERTIFICATE_PATH))).toBe(false);
  });

  test('never replaces the certificate of another key unless told to, and says so then', async () => {
    await sealingKey();
    const before = read(CERTIFICATE_PATH);
    out = join(outside, 'second.yaml');
    const refused = await sealingKey();
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(/is the certificate of another key \(sha256:[0-9a-f]{64}\)\nhint: .*--replace/);
    expect(existsSync(out)).toBe(false);
    expect(read(CERTIFICATE_PATH)).toBe(before);
    const replaced = await sealingKey('--replace');
    expect(replaced).toMatchObject({ code: 0, err: expect.stringContaining('has to be made anew') });
    expect(read(CERTIFICATE_PATH)).toBe(keyIn(out).certificate);
  });

  test('puts a certificate in the place of "null", which a broken bootstrap left', async () => {
    put(CERTIFICATE_PATH, 'null\n');
    const { code, err } = await secrets(['init', '--placeholders']);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('holds the text "null"') });
    expect((await sealingKey()).code).toBe(0);
    expect((await secrets(['init', '--placeholders'])).code).toBe(0);
  });

  test('warns when the key could be committed', async () => {
    out = join(root, 'key.yaml');
    expect((await sealingKey()).err).toContain('is inside the repository');
  });

  test('serves a controller in another namespace, and prints JSON without the key', async () => {
    const { out: printed } = await sealingKey('--namespace', 'sealing', '--json', '--cluster', 'alpha');
    expect(keyIn(out).metadata.namespace).toBe('sealing');
    expect(JSON.parse(printed)).toEqual({
      file: out,
      certificate: CERTIFICATE_PATH,
      fingerprint: readCertificate(read(CERTIFICATE_PATH), '', NOW).fingerprint,
      notAfter: '2036-01-02T03:04:05.000Z',
    });
  });

  test.each([
    [[], 'error: no cluster declares a SealedSecret'],
    [['--cluster', 'alpha'], 'error: alpha: declares no SealedSecret'],
  ])('%j is wrong use where nobody has a SealedSecret', async (args, message) => {
    const { code, err } = await secrets(['sealing-key', '--out', out, ...args], FILES.slice(1));
    expect({ code, message: err.split('\n')[0] }).toEqual({ code: 2, message });
  });

  test('asks which cluster is meant where several have a certificate', async () => {
    const other = { ...CSI, certificate: 'kubernetes/beta/sealed-secrets.crt' };
    const { code, err } = await secrets(['sealing-key', '--out', out], [CSI, other]);
    expect(code).toBe(2);
    expect(err).toContain('choose one with --cluster');
  });
});
