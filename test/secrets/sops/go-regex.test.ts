import { describe, expect, test } from '@jest/globals';
import { goRegex } from '../../../lib/secrets/sops/go-regex.js';

describe('a pattern of SOPS’ configuration means what it means in Go', () => {
  test.each([
    ['^(data|stringData)$', 'data', true],
    ['^(data|stringData)$', 'metadata', false],
    ['(?i)^PASSWORD$', 'password', true],
    ['a.c', 'a\u2028c', true],
    ['a.c', 'a\nc', false],
    ['^a\\-b$', 'a-b', true],
    ['^a\\_b$', 'a_b', true],
    ['^[a-z\\-]+$', 'a-b', true],
    ['^[^.]+$', 'a.b', false],
    ['^\\[x\\]$', '[x]', true],
    ['^x{2,3}$', 'xx', true],
    ['(?:a|b)+?$', 'ab', true],
    ['^\\d+\\.\\w$', '12.x', true],
  ])('%s on %j: %s', (pattern, text, expected) => {
    expect(goRegex(pattern)?.test(text)).toBe(expected);
  });

  test.each([
    '(?=a)',
    '(?!a)',
    '(?<n>a)',
    '(?P<n>a)',
    '\\1',
    '[]a]',
    '[^]a]',
    '[[:alpha:]]',
    '(?s)a',
    '(?i:a)',
    '\\pL',
    '\\z',
    '\\s',
    '(',
    'a**',
    'x{2000}',
    '[z-a]',
  ])('%s is refused, as the two languages do not agree on it', (pattern) => {
    expect(goRegex(pattern)).toBeUndefined();
  });

  test('a pattern cannot make us hang', () => {
    const started = performance.now();
    goRegex(`${'[a]'.repeat(60)}(?=`);
    goRegex(`${'a?'.repeat(500)}\\p`);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
