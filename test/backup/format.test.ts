import { describe, expect, test } from '@jest/globals';
import { type Backup, formatBackup, parseBackup } from '../../lib/backup/format.js';
import { SMALL } from './contents.js';

/** A backup that somebody else wrote: age does not say who made a file. */
function hostile(changes: object): () => Backup {
  return () => parseBackup(JSON.stringify({ ...SMALL, ...changes }), 'b.age');
}

const [secret] = SMALL.secrets;
const [environment] = SMALL.environments;
const [stack] = SMALL.stacks;

describe('a backup', () => {
  test('is read as it was written', () => expect(parseBackup(formatBackup(SMALL), 'b.age')).toEqual(SMALL));

  test.each([
    '../outside.sops.yaml',
    'kubernetes/../../outside.sops.yaml',
    'kubernetes/a/../b.sops.yaml',
    'kubernetes/./b.sops.yaml',
    '/etc/cron.d/x.sops.yaml',
    'kubernetes/a/secret.yaml',
    'kubernetes/a\\..\\b.sops.yaml',
    'kubernetes/a\nb.sops.yaml',
    'kubernetes//b.sops.yaml',
    '.sops.yaml',
    '.git/hooks/x.sops.yaml',
  ])('that would write to %j is refused', (path) => {
    expect(hostile({ secrets: [{ ...secret, path }] })).toThrow(
      'b.age: secrets.0.path is not what a backup holds there',
    );
  });

  test.each(['--help/a/b', 'homelab/dev', 'a/b/c/d', 'a/b/-c', 'a/b/c@1', 'a/b/c d', 'a//c', 'a/b/c\n'])(
    'that names the environment %j is refused: it would be an argument',
    (name) => expect(hostile({ environments: [{ ...environment, name }] })).toThrow('environments.0.name'),
  );

  test.each(['--stack', '-s', 'a b', 'a/b/c/d', ''])('that names the stack %j is refused', (name) => {
    expect(hostile({ stacks: [{ ...stack, name }] })).toThrow('stacks.0.name');
  });

  test.each(['--secret:x', 'nokey', 'a:b:c', 'a:b\u0000', ':b'])('that sets the key %j is refused', (key) => {
    expect(hostile({ stacks: [{ ...stack, values: { [key]: { value: '', secret: true } } }] })).toThrow(
      'stacks.0.values',
    );
  });

  test.each([
    ['an unknown member', { more: 1 }],
    ['a number for text', { secrets: [{ ...secret, text: 1 }] }],
    ['another way to select', { secrets: [{ ...secret, selection: { kind: 'all', pattern: '' } }] }],
    ['no list', { environments: {} }],
    ['a date that is none', { created: 'today' }],
  ])('with %s is refused by its place, without its value', (_, changes) => {
    expect(hostile(changes)).toThrow(/^b\.age: [\w.]* is not what a backup holds there$/);
  });

  test.each([
    ['a file', { secrets: [secret, secret] }],
    ['an environment', { environments: [environment, environment] }],
    ['a stack', { stacks: [stack, stack] }],
  ])('that holds %s twice is refused', (_, changes) => expect(hostile(changes)).toThrow(/holds .+ twice/));

  test('of a newer version is refused with the way out', () => {
    expect(hostile({ version: 2 })).toThrow('has version 2, and this program reads 1');
  });

  test.each(['', '[]', '{}', 'null', '{"format": "other", "version": 1}', 'not of JSON: of-a-test'])(
    'that is %j is none, and is not quoted',
    (text) => {
      expect(() => parseBackup(text, 'b.age')).toThrow(/^b\.age: (?:is no backup of this program|holds no JSON)/);
    },
  );
});
