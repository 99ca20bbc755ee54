import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { unusable } from '../../lib/backup/unusable-value.js';
import { cases } from '../support/cases.js';

describe('a value that is none', () => {
  test.each(['[secret]', ' [Secret] ', '[unknown]', '(sensitive value)', '***', '••••••', '{"token":"[secret]"}'])(
    '%j is a mask',
    (text) => expect(unusable(text)).toBe('masked'),
  );

  test.each([
    'to-do',
    ['TO', 'DO: get one'].join(''),
    'changeme',
    'CHANGE_ME',
    'change-me-please',
    'replace_me',
    'tbd',
    'xxxx',
    '<token>',
    'your-api-token',
    'YOUR_TOKEN_HERE',
    'placeholder-cloudflare-token',
    'dummy',
  ])('%j is a placeholder', (text) => expect(unusable(text)).toBe('placeholder'));

  test.each([
    '',
    'mrsimpson',
    'todoist-api',
    'x',
    'changes-of-heart',
    'exchange-mealtime',
    '${github-username}',
    'set -eu',
    'tbdfkjasd',
    'xX3',
    'a <b> c',
    '-----BEGIN something-----',
    '{"note": "the [secret] of it"}',
    '**bold**',
    'dummyfile.conf',
  ])('%j is a value', (text) => expect(unusable(text)).toBeUndefined());

  test('random values of every alphabet are values', () => {
    const alphabets = fc.constantFrom(/^[0-9a-f]{32}$/, /^[A-Za-z0-9]{24}$/, /^[\w-]{43}$/, /^[A-Za-z0-9+/]{42}==$/);
    fc.assert(
      fc.property(
        alphabets.chain((regex) => fc.stringMatching(regex)),
        (text) => unusable(text) === undefined,
      ),
      cases(100, 400),
    );
  });
});
