import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ghcrCredentials, googleServiceAccount } from '../../../lib/index.js';
import { secretValues } from '../../../lib/secrets/file/secret-manifest.js';
import { openYaml } from '../../../lib/secrets/sops/open.js';
import { sealedFile } from '../../secrets/declarations.js';
import { runSecrets } from './run-secrets.js';

const id = { namespace: 'drive', name: 'account' };
const ACCOUNT = sealedFile('drive/account', googleServiceAccount().keysFor(id));
const GHCR = sealedFile('ghcr/user', ghcrCredentials().keysFor({ namespace: 'ghcr', name: 'user' }));

/** A service account as Google hands it out, on several lines. */
const JSON_FILE = `${JSON.stringify({ type: 'service_account', project_id: 'p', private_key: 'k', client_email: 'e' }, null, 2)}\n`;

let root = '';
let outside = '';
let key = '';
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'secrets-'));
  outside = mkdtempSync(join(tmpdir(), 'secrets-answers-'));
  key = join(outside, 'age.txt');
  mkdirSync(join(outside, 'files'));
  writeFileSync(join(outside, 'files', 'google.json'), JSON_FILE);
  writeFileSync(join(outside, 'files', 'token'), 'ghp_of-file\n');
  await secrets(['keygen', '--out', key]);
});
afterEach(() => {
  rmSync(root, { recursive: true });
  rmSync(outside, { recursive: true });
});

const secrets = (args: readonly string[], env: Record<string, string> = {}) =>
  runSecrets(args, { files: [ACCOUNT, GHCR], root, env });

async function values(path: string): Promise<Record<string, string>> {
  const identity = readFileSync(key, 'utf8').trim().split('\n').at(-1) ?? '';
  return secretValues((await openYaml(readFileSync(join(root, path), 'utf8'), path, [identity])).plain, path);
}

describe('answers of secrets init', () => {
  test('may be files, named in the answers file from where that stands', async () => {
    const answers = join(outside, 'answers.yaml');
    writeFileSync(
      answers,
      [
        'drive/account:',
        '  service-account.json: {file: files/google.json}',
        'ghcr/user: {github-username: me, github-token: {file: files/token}}',
      ].join('\n'),
    );
    const { code, err } = await secrets(['init', '--age-key', key, '--answers', answers]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(await values(ACCOUNT.path)).toEqual({ 'service-account.json': JSON_FILE });
    expect(await values(GHCR.path)).toEqual({ 'github-username': 'me', 'github-token': 'ghp_of-file' });
  });

  test('may be variables that other tools know, and files that variables name', async () => {
    const { code, err } = await secrets(['init', '--age-key', key], {
      GHCR_USERNAME: 'me',
      GHCR_TOKEN: 'ghp_of-env',
      SECRET__DRIVE__ACCOUNT__SERVICE_ACCOUNT_JSON__FILE: join(outside, 'files', 'google.json'),
    });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(await values(ACCOUNT.path)).toEqual({ 'service-account.json': JSON_FILE });
    expect(await values(GHCR.path)).toEqual({ 'github-username': 'me', 'github-token': 'ghp_of-env' });
  });

  test('that are missing are asked for by every name that would be heard', async () => {
    const { code, err } = await secrets(['init', '--age-key', key]);
    expect(code).toBe(1);
    expect(err).toContain('SECRET__GHCR__USER__GITHUB_TOKEN, or GHCR_TOKEN, or --placeholders');
  });

  test('in a file that is not there, or of the wrong form, stop everything and show nothing', async () => {
    const env = { GHCR_USERNAME: 'me', GHCR_TOKEN: 'hunter2 hunter2' };
    const gone = await secrets(['init', '--age-key', key], {
      ...env,
      GOOGLE_CREDENTIALS_FILE: join(outside, 'gone.json'),
    });
    expect(gone.code).toBe(2);
    expect(gone.err).toContain('gone.json: no such file');
    const folder = await secrets(['init', '--age-key', key], { ...env, GOOGLE_CREDENTIALS_FILE: outside });
    expect(folder).toMatchObject({ code: 2, err: `error: ${outside}: cannot be read (EISDIR)` });
    const wrong = await secrets(['init', '--age-key', key], { ...env, GOOGLE_CREDENTIALS: '{"hunter2": "hunter2"}' });
    expect(wrong.code).toBe(1);
    expect(wrong.err).toContain('key "github-token": its value is refused: one word, without spaces and line breaks');
    expect(wrong.err).toContain('a JSON object with the keys type, project_id, private_key, client_email');
    expect(`${gone.err}${gone.out}${wrong.err}${wrong.out}`).not.toContain('hunter2');
    expect(() => readFileSync(join(root, GHCR.path))).toThrow();
  });
});
