import { beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { openYaml } from '../../../lib/secrets/sops/open.js';
import { resealYaml } from '../../../lib/secrets/sops/reseal.js';
import { ASKED, GENERATED, given, sealedFile } from '../../secrets/declarations.js';
import { CERTIFICATE_PATH, controllerKey, sealedSecretFile } from '../../secrets/sealed-secrets/controller.js';
import { OwnTree } from './own-tree.js';

const DB = sealedFile('db/main', { password: GENERATED, user: given('ümläut'), note: given('a\nb\n') });
const TOKEN = sealedFile('dns/token', { token: ASKED });
const FILES = [DB, TOKEN];
const NO_KEY = { env: { SOPS_AGE_KEY_FILE: '' } };

let tree: OwnTree;
let password = '';
beforeEach(async () => {
  tree = await OwnTree.of(FILES);
  password = (await tree.values(DB)).password ?? '';
});

/** Changes the plaintext of the file, keeping it sealed. */
async function edit(change: (plain: string) => string): Promise<void> {
  const opened = await openYaml(tree.text(DB), DB.path, [tree.identity]);
  tree.write(
    DB,
    resealYaml(opened, change(opened.plain), new Date(), (bytes) => Buffer.alloc(bytes, 7)),
  );
}

describe('secrets show', () => {
  test('names keys, sources and sizes without any key, and no value', async () => {
    const { code, out, err } = await tree.run(['show', 'db/main'], NO_KEY);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n')).toEqual([
      'secret   db/main',
      'type     Opaque',
      `file     ${DB.path} (sops)`,
      `for      ${tree.recipient}`,
      'changed  2026-01-02T03:04:05Z',
      '',
      'KEY       SOURCE     SIZE',
      'password  generated  24 bytes',
      'user      given      8 bytes',
      'note      given      4 bytes',
    ]);
    expect(out).not.toContain(password);
    expect((await tree.run(['show', 'alpha/dns/token', '--key', 'token'], NO_KEY)).out).toMatch(
      /\ntoken +asked +17 bytes +stand-in$/,
    );
  });

  test('is the same as JSON', async () => {
    const { out } = await tree.run(['show', DB.path, '--json', '--key', 'password'], NO_KEY);
    expect(JSON.parse(out)).toEqual({
      secret: 'db/main',
      path: DB.path,
      type: 'Opaque',
      form: 'sops',
      recipients: [tree.recipient],
      lastModified: '2026-01-02T03:04:05Z',
      keys: [{ name: 'password', source: 'generated', bytes: 24, standIn: false }],
    });
  });

  test('says which keys are missing and which nobody declared, and what stands in clear', async () => {
    const text = tree.text(DB).replace(/( *)user: (ENC.*)/, '$1extra: $2');
    tree.write(DB, text.replace(/password: ENC.*/, 'password: hunter2'));
    const { out, err } = await tree.run(['show', 'db/main'], NO_KEY);
    expect(out).toMatch(/user +given +missing\n[\s\S]*extra +not declared +8 bytes/);
    expect(err).toContain(`error: ${DB.path}: key "password" is not encrypted`);
    expect(out + err).not.toContain('hunter2');
  });

  test('shows at most how long a value under data is: its base64 is what is sealed', async () => {
    const encoded = Buffer.from('12345').toString('base64');
    await edit((plain) =>
      plain.replace('stringData:', `data:\n    password: ${encoded}\nstringData:`).replace(/ *password: .{24}\n/, ''),
    );
    expect((await tree.run(['show', 'db/main'], NO_KEY)).out).toMatch(/password +generated +6 bytes/);
    expect((await tree.run(['show', 'db/main', '--reveal', '--key', 'password'])).out).toBe('12345');
  });
});

describe('secrets show --reveal', () => {
  test('prints values as YAML or JSON, and warns where a person sees them', async () => {
    const values = await tree.values(DB);
    const { code, out, err } = await tree.run(['show', 'db/main', '--reveal']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(parse(out)).toEqual(values);
    const json = await tree.run(['show', 'db/main', '--reveal', '--json']);
    expect(JSON.parse(json.out)).toEqual({ secret: 'db/main', path: DB.path, values });
    const seen = await tree.run(['show', 'db/main', '--reveal'], { stdoutIsTerminal: true });
    expect(seen.err).toContain('warning: values are on this screen');
  });

  test('prints one value byte for byte for a pipe, and with a line break on a screen', async () => {
    const reveal = ['show', 'db/main', '--reveal', '--key'];
    expect((await tree.run([...reveal, 'password'])).out).toBe(password);
    expect((await tree.run([...reveal, 'user'])).out).toBe('ümläut');
    expect((await tree.run([...reveal, 'note'])).out).toBe('a\nb\n');
    expect((await tree.run([...reveal, 'user'], { stdoutIsTerminal: true })).out).toBe('ümläut\n');
  });

  test('refuses a file that was tampered with, and prints none of it', async () => {
    tree.write(DB, tree.text(DB).replace('type: Opaque', 'type: kubernetes.io/tls'));
    const { code, out, err } = await tree.run(['show', 'db/main', '--reveal']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('its MAC does not hold');
  });

  test('needs an identity that opens the file', async () => {
    const { code, out, err } = await tree.run(['show', 'db/main', '--reveal'], NO_KEY);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('no identity at hand opens it');
    expect((await tree.run(['show', 'db/main', '--reveal', '--age-key', tree.keyFile], NO_KEY)).code).toBe(0);
  });

  test('says that bytes are no text, instead of printing something else', async () => {
    const bytes = Buffer.from([0xff, 0x00, 0xfe]).toString('base64');
    await edit((plain) => plain.replace('stringData:', `data:\n    blob: ${bytes}\nstringData:`));
    const { code, err } = await tree.run(['show', 'db/main', '--reveal', '--key', 'blob']);
    expect(code).toBe(2);
    expect(err).toContain('key "blob" holds bytes that are no text');
    expect(err).toContain(`sops decrypt ${DB.path}`);
  });

  test('says that a missing key is missing', async () => {
    await edit((plain) => plain.replace(/ *user: .*\n/, ''));
    const { code, err } = await tree.run(['show', 'db/main', '--reveal', '--key', 'user']);
    expect(code).toBe(2);
    expect(err).toContain('key "user" is missing');
  });
});

describe('secrets show does not take', () => {
  test.each([
    [['show', 'db/mian'], 'did you mean "db/main"?'],
    [['show', 'db/main', '--key', 'pasword'], 'did you mean "password"?'],
  ])('%j', async (args, hint) => {
    const { code, out, err } = await tree.run(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(hint);
  });

  test('a file in clear, whatever it holds', async () => {
    tree.write(DB, 'apiVersion: v1\nkind: Secret\nstringData: {password: hunter2}\n');
    const { code, out, err } = await tree.run(['show', 'db/main', '--reveal']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('no sops metadata');
    expect(err).not.toContain('hunter2');
  });
});

test('a SealedSecret shows its names and sizes, and cannot be opened here', async () => {
  const CSI = sealedSecretFile('csi/proxmox', { token: ASKED });
  const own = await OwnTree.of([CSI]);
  own.write({ path: CERTIFICATE_PATH }, (await controllerKey()).certificate);
  await own.run(['init', '--age-key', own.keyFile, '--placeholders']);
  const { out } = await own.run(['show', 'csi/proxmox'], NO_KEY);
  expect(out).toMatch(
    /\(sealed-secret\)\nfor +sha256:\w+\nchanged +not recorded\n[\s\S]*token +asked +17 bytes +stand-in/,
  );
  const { code, err } = await own.run(['show', 'csi/proxmox', '--reveal']);
  expect(code).toBe(2);
  expect(err).toContain('only the controller in its cluster can open');
  expect(err).toContain('kubectl get secret -n csi proxmox');
});
