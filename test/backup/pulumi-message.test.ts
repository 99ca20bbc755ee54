import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { messageOf } from '../../lib/backup/pulumi/call.js';

const secret = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((text) => text.trim() !== ''),
  fc.tuple(fc.stringMatching(/^\w{6,12}$/), fc.stringMatching(/^\w{6,12}$/)).map((lines) => lines.join('\n')),
);

describe('a message of the CLI', () => {
  test('is not shown while it quotes a value, however it quotes it', () => {
    const quotes = [
      (text: string) => text,
      (text: string) => JSON.stringify(text),
      (text: string) => Buffer.from(text).toString('base64'),
      (text: string) => `   3: ${text.split('\n')[0]}`,
    ];
    fc.assert(
      fc.property(secret, fc.constantFrom(...quotes), fc.string(), (text, quote, before) => {
        expect(messageOf(`error: ${before} ${quote(text)} is no value`, '', [text])).toBe(
          'its message is not shown, since it quotes a value',
        );
      }),
      { numRuns: 500 },
    );
  });

  test('is not shown while it quotes a line that was printed', () => {
    expect(messageOf('error: after printing hunter22', 'hunter22\n', [])).toContain('not shown');
  });

  test('is shown otherwise, in its first lines', () => {
    expect(messageOf('error: [404] Not Found\n', '', ['hunter22'])).toBe('error: [404] Not Found');
    expect(messageOf(`${'line\n'.repeat(50)}`, '', []).split('\n')).toHaveLength(5);
    expect(messageOf(' ', '', ['x'])).toBe('it said nothing');
  });
});
