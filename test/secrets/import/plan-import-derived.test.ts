import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { hashSync } from 'bcryptjs';
import type { SecretKey } from '../../../lib/model/secret.js';
import { generateSshKeyPair } from '../../../lib/secrets/sources/ssh-key.js';
import { codesOf } from '../change/change-memory.js';
import { sealedFile } from '../declarations.js';
import { COPY, DB, errors, FILES, MADE, treeOf } from './importing-tree.js';

describe('a value that is made of others', () => {
  const docker = (password: string) => {
    const auth = Buffer.from(`app:${password}`).toString('base64');
    return JSON.stringify({ auths: { 'r.example.org': { auth } } });
  };
  const made = (password: string) => ({
    htpasswd: `app:${hashSync(password, 4)}`,
    bcrypt: hashSync(password, 4),
    '.dockerconfigjson': docker(password),
    url: `pg://app:${password}@db`,
  });

  test('is fine when it is what it should be, in whichever form', async () => {
    const tree = await treeOf(FILES);
    const plan = await tree.take(
      FILES,
      [
        [DB, { password: 'imported', user: 'app', token: 'real' }],
        [COPY, { password: 'imported' }],
        [MADE, made('imported')],
      ],
      { replace: true },
    );
    expect(plan.findings).toEqual([]);
    const { password = '' } = await tree.values(DB);
    expect((await tree.take(FILES, [[MADE, made(password)]])).findings).toEqual([]);
  });

  test.each(Object.keys(made('x')))(
    'is an error when it is another one, since nobody knows which one counts: %s',
    async (key) => {
      const tree = await treeOf(FILES);
      const values = made('hunter2') as Record<string, string>;
      const plan = await tree.take(FILES, [[MADE, { [key]: values[key] ?? '' }]]);
      expect(plan.write).toEqual([]);
      expect(errors(plan)).toMatchObject([{ code: 'SECRET_NOT_SETTABLE', field: 'Secret/web/made' }]);
      expect(errors(plan)[0]?.message).toContain('is made of db/main:password, and the source has another value');
      expect(JSON.stringify(plan)).not.toContain('hunter2');
    },
  );

  test.each([
    ['a constant of the charts', DB, { user: 'other' }],
    ['broken', MADE, { '.dockerconfigjson': 'hunter2' }],
    ['no hash', MADE, { htpasswd: 'app:hunter2' }],
  ])('is an error when it is %s', async (_, file, values) => {
    const tree = await treeOf(FILES);
    const plan = await tree.take(FILES, [[file, values as unknown as Record<string, string>]]);
    expect(codesOf(plan)).toContain('SECRET_NOT_SETTABLE');
    expect(plan.write).toEqual([]);
  });

  test('is left out with a warning when nobody can compare it', async () => {
    const tree = await treeOf(FILES);
    const plan = await tree.take(FILES, [[COPY, { password: 'imported' }]], { identities: [] });
    expect(plan.findings).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('could not be compared') },
    ]);
    expect(plan.write).toEqual([]);
  });

  test('is the public half of an imported key, which gets its last line break back', async () => {
    const half = (which: 'private' | 'public'): SecretKey => ({
      source: { from: 'ssh-key', pair: 'git', half: which, comment: 'flux' },
    });
    const file = sealedFile('git/ssh', { identity: half('private'), 'identity.pub': half('public') });
    const tree = await treeOf([file]);
    const pair = generateSshKeyPair('somebody', randomBytes);
    const source = { identity: pair.private.trimEnd(), 'identity.pub': pair.public };
    expect(errors(await tree.take([file], [[file, source]], { replace: true }))).toEqual([]);
    const values = await tree.values(file);
    expect(values.identity).toBe(pair.private);
    expect(values['identity.pub']).toBe(pair.public.replace('somebody', 'flux'));
    const other = generateSshKeyPair('somebody', randomBytes);
    const wrong = await tree.take([file], [[file, { ...source, 'identity.pub': other.public }]]);
    expect(codesOf(wrong)).toEqual(['SECRET_NOT_SETTABLE']);
    const none = await tree.take([file], [[file, { identity: 'hunter2', 'identity.pub': other.public }]], {
      replace: true,
    });
    expect(codesOf(none)).toContain('SECRET_NOT_SETTABLE');
  });
});
