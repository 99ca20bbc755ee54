import { describe, expect, test } from '@jest/globals';
import type { ConfigValue } from '../../lib/backup/format.js';
import { propertyPath } from '../../lib/backup/pulumi/environment.js';
import { isSettable, sameConfig, writeConfig } from '../../lib/backup/pulumi/stack-config.js';
import { ownKeys, parseProject, stackFileName } from '../../lib/backup/pulumi/stack-files.js';

const PLACE = { project: 'home', name: 'dev', folder: '/p', ownKeys: [] };

async function commands(key: string, value: ConfigValue, replaces = false) {
  const calls: string[] = [];
  await writeConfig(
    async (args, { input } = {}) => {
      calls.push(`${args.filter((argument) => argument !== '--non-interactive').join(' ')} < ${JSON.stringify(input)}`);
      return { code: 0, stdout: '', stderr: '' };
    },
    PLACE,
    key,
    value,
    replaces,
  );
  return calls;
}

describe('stack configuration', () => {
  test.each<[string, ConfigValue, string]>([
    ['a secret', { value: 's3\n', secret: true }, 'config set home:a --secret --stack dev < "s3\\n\\n"'],
    ['a text', { value: 'true', secret: false }, 'config set home:a --plaintext --stack dev < "true\\n"'],
    ['an empty text', { value: '', secret: true }, 'config set home:a --secret --stack dev < "\\n"'],
  ])('sets %s from stdin with the one line end that the CLI takes away', async (_, value, command) => {
    expect(await commands('home:a', value)).toEqual([command]);
  });

  test('sets a map or list leaf by leaf, with the types that the leaves have', async () => {
    const value = { on: true, n: 4, r: 0.5, digits: '12', list: ['a', { 'b.c': 'd' }] };
    expect(await commands('home:t', { value, secret: false }, true)).toEqual([
      'config rm home:t --stack dev < undefined',
      'config set --path home:t.on --plaintext --stack dev < "true\\n"',
      'config set --path home:t.n --plaintext --stack dev < "4\\n"',
      'config set --path home:t.r --type float --stack dev < "0.5\\n"',
      'config set --path home:t.digits --type string --stack dev < "12\\n"',
      'config set --path home:t.list[0] --plaintext --stack dev < "a\\n"',
      'config set --path home:t.list[1]["b.c"] --plaintext --stack dev < "d\\n"',
    ]);
  });

  test('that the CLI cannot set is known before anything is set', () => {
    const settable = (value: ConfigValue['value'], key = 'home:a') => isSettable({ value, secret: false }, key);
    expect([settable('x'), settable({ a: 1 }), settable([{ a: 'b' }])]).toEqual([true, true, true]);
    expect([settable(null), settable({}), settable([]), settable({ a: [] }), settable([null])]).toEqual(
      Array(5).fill(false),
    );
    // A path in a key with dots would mean something else.
    expect([settable('x', 'home:a.b'), settable({ a: 1 }, 'home:a.b')]).toEqual([true, false]);
  });

  test('is the same only when it is as secret', () => {
    expect(sameConfig({ value: 'a', secret: true }, { value: 'a', secret: true })).toBe(true);
    expect(sameConfig({ value: 'a', secret: true }, { value: 'a', secret: false })).toBe(false);
    expect(sameConfig({ value: 'a', secret: true }, undefined)).toBe(false);
  });

  test('is the stack’s own by the keys of its file', () => {
    const text = 'config:\n  home:a: 1\n  aws:config:region: x\n  bare: {secure: y}\n';
    expect(ownKeys(text, 'Pulumi.dev.yaml', 'home')).toEqual(['home:a', 'aws:region', 'home:bare']);
    expect(ownKeys('', 'Pulumi.dev.yaml', 'home')).toEqual([]);
    expect(stackFileName('org/home/dev')).toBe('Pulumi.dev.yaml');
    expect(parseProject('name: home\nstackConfigDir: stacks\n', 'f')).toEqual({ name: 'home', stackFolder: 'stacks' });
  });

  test.each([
    [() => ownKeys('config: [', 'f', 'home'), 'f: no valid YAML'],
    [() => ownKeys('config: []', 'f', 'home'), 'f: its config is no map'],
    [() => parseProject('runtime: nodejs', 'f'), 'f: names no project'],
  ])('files that are broken are named, not quoted (%#)', (read, message) => expect(read).toThrow(message));

  test('paths are as Pulumi reads them', () => {
    expect(propertyPath(['github-token'])).toBe('github-token');
    expect(propertyPath(['a', 'b', 0, 'c.d', 'e"f'])).toBe('a.b[0]["c.d"]["e\\"f"]');
  });
});
