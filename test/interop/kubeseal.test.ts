import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readCertificate } from '../../lib/secrets/sealed-secrets/certificate.js';
import { inspectSealedSecret } from '../../lib/secrets/sealed-secrets/inspect.js';
import type { SealingKeyPair } from '../../lib/secrets/sealed-secrets/key-pair.js';
import { keySecret } from '../../lib/secrets/sealed-secrets/key-secret.js';
import { sealSecret } from '../../lib/secrets/sealed-secrets/manifest.js';
import { findTool } from '../../lib/system/find-tool.js';
import { codes, declare, GENERATED, MemoryTree } from '../secrets/declarations.js';
import { CERTIFICATE_PATH, controllerKey, sealedSecretFile, unsealFile } from '../secrets/sealed-secrets/controller.js';
import { sayAloud } from '../support/say-aloud.js';

const kubeseal = findTool('kubeseal');
if (kubeseal === undefined) sayAloud('interop with kubeseal: none on PATH or in dist/tools/bin');
const whenPresent = kubeseal === undefined ? describe.skip : describe;

const VALUES = {
  plain: 'hunter2',
  on: 'yes',
  '10': '0777',
  empty: '',
  dollar: '$${X} {{ .y }}',
  lines: 'a\n\n  b: "c"\n',
  umlaut: 'grüße 🔑',
  long: 'x'.repeat(20_000),
};

/** Fields that the API server would read of a Secret. */
interface Opened {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
  };
  readonly type: string;
  /** Go gives null for no bytes. */
  readonly data: Record<string, string | null>;
}

whenPresent('SealedSecrets open with the real tool, and ours take what it sealed', () => {
  // kubeseal refuses what is expired by its own clock.
  const now = new Date();
  const folder = mkdtempSync(join(tmpdir(), 'kubeseal-interop-'));
  const keyFile = join(folder, 'key.yaml');
  const certificateFile = join(folder, 'sealed-secrets.crt');
  let pair: SealingKeyPair;

  beforeAll(async () => {
    pair = await controllerKey(2048, new Date(now.getTime() + 86_400_000), now);
    writeFileSync(keyFile, keySecret(pair, { namespace: 'kube-system', now }).text, { mode: 0o600 });
    writeFileSync(certificateFile, pair.certificate);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (args: readonly string[], input: string): string =>
    execFileSync(kubeseal as string, args, { input, encoding: 'utf8', stdio: 'pipe', cwd: folder });
  const recover = (sealed: string): Opened =>
    JSON.parse(run(['--recovery-unseal', '--recovery-private-key', keyFile, '--format', 'json'], sealed));
  const decoded = ({ data }: Opened) =>
    Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, Buffer.from(value ?? '', 'base64').toString('utf8')]),
    );
  const sealOurs = (id: string): string => {
    const labels = { flag: 'true', on: 'yes', number: '0777' };
    const declaration = { ...declare(id, {}), type: 'kubernetes.io/basic-auth', labels, annotations: { note: 'a: b' } };
    const certificate = readCertificate(pair.certificate, 'test', now);
    return sealSecret({ declaration, values: VALUES, standIns: ['plain'], certificate, random: randomBytes });
  };
  const sealTheirs = (values: Record<string, string>, ...args: readonly string[]): string => {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'proxmox', namespace: 'csi', labels: { a: 'b' } },
      stringData: values,
    };
    return run(['--cert', certificateFile, '--format', 'yaml', ...args], JSON.stringify(secret));
  };

  test('every value of ours comes back from kubeseal with our own key file, and the Secret is the declared one', () => {
    const opened = recover(sealOurs('csi/proxmox'));
    expect(decoded(opened)).toEqual(VALUES);
    expect(opened.type).toBe('kubernetes.io/basic-auth');
    expect(opened.metadata).toMatchObject({
      name: 'proxmox',
      namespace: 'csi',
      labels: { flag: 'true', on: 'yes', number: '0777' },
      annotations: { note: 'a: b', 'homelab-gitops/placeholders': 'plain' },
    });
  });

  test.each([
    ['name: proxmox', 'name: other'],
    ['namespace: csi', 'namespace: other'],
  ])('with %s changed to %s kubeseal cannot open it either (trap 87)', (from, to) => {
    const moved = sealOurs('csi/proxmox').replaceAll(from, to);
    expect(() => recover(moved)).toThrow('no key could decrypt secret');
  });

  test('what kubeseal sealed is read and opened, whatever it writes', () => {
    for (const format of ['yaml', 'json']) {
      const sealed = sealTheirs(VALUES, '--format', format);
      expect(inspectSealedSecret(sealed, 'theirs')).toMatchObject({
        name: 'proxmox',
        namespace: 'csi',
        type: 'Opaque',
        labels: { a: 'b' },
        inClear: [],
        scope: 'strict',
      });
      expect(unsealFile(sealed, pair)).toEqual(VALUES);
    }
    for (const scope of ['namespace-wide', 'cluster-wide']) {
      expect(inspectSealedSecret(sealTheirs({ a: 'b' }, '--scope', scope), 'theirs').scope).toBe(scope);
    }
  });

  test('kubeseal adds to a file of ours, init to one of kubeseal’s, and all values open in both', async () => {
    const file = join(folder, 'ours.yaml');
    writeFileSync(file, sealOurs('csi/proxmox'));
    sealTheirs({ added: 'by kubeseal' }, '--merge-into', file);
    const merged = readFileSync(file, 'utf8');
    expect(decoded(recover(merged))).toEqual({ ...VALUES, added: 'by kubeseal' });
    expect(inspectSealedSecret(merged, file)).toMatchObject({ boundTo: 'csi/proxmox', inClear: [] });

    const tree = new MemoryTree();
    const declared = sealedSecretFile('csi/proxmox', { token: GENERATED, added: GENERATED });
    tree.texts.set(CERTIFICATE_PATH, pair.certificate);
    tree.texts.set(declared.path, sealTheirs({ token: 'by kubeseal' }));
    expect(codes(await tree.init([declared], { now }))).toEqual(['SECRET_CERTIFICATE_UNKNOWN']);
    const values = decoded(recover(tree.texts.get(declared.path) ?? ''));
    expect(values).toEqual({ token: 'by kubeseal', added: expect.stringMatching(/^\w{24}$/) });
  });
});
