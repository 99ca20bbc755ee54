import { describe, expect, test } from '@jest/globals';
import { leakFinding } from '../../../lib/secrets/leaks/leak-finding.js';
import { scanText } from '../../../lib/secrets/leaks/scan-text.js';
import { random, SAMPLES } from './corpus.js';

describe('a leak is found where it stands, and not shown:', () => {
  test.each(SAMPLES.map((sample) => [sample.name, sample] as const))('%s', (_, { path, text, secret, code, line }) => {
    const { leaks } = scanText(path, text);
    expect(leaks.map((leak) => [leak.code, leak.line])).toContainEqual([code, line]);
    expect(JSON.stringify(leaks.map(leakFinding))).not.toContain(secret);
  });

  test('each of several in one file, in order', () => {
    const text = [1, 2, 3].map((n) => `a\ntoken ${`ghp_${random(`t${n}`, 36)}`}\n`).join('');
    expect(scanText('a.md', text).leaks.map(({ line, column }) => [line, column])).toEqual([
      [2, 7],
      [4, 7],
      [6, 7],
    ]);
  });

  test('with Windows’ line ends', () => {
    const crlf = SAMPLES.filter(({ code }) => code === 'leak-secret-manifest' || code === 'leak-private-key');
    const missed = crlf.filter(({ path, text, line, code }) => {
      const { leaks } = scanText(path, text.replaceAll('\n', '\r\n'));
      return !leaks.some((leak) => leak.code === code && leak.line === line);
    });
    expect(missed.map(({ name }) => name)).toEqual([]);
  });

  test('in a file that is no text, as far as its form tells', () => {
    const bytes = `\0\x01\0garbage ghp_${random('bin', 36)}\0password=${random('binary', 30)}\0`;
    expect(scanText('db.sqlite', bytes, { binary: true }).leaks.map(({ code }) => code)).toEqual(['leak-token']);
  });
});

describe('what a comment allows', () => {
  const token = `ghp_${random('allowed', 36)}`;
  const scan = (text: string) => {
    const { leaks, allowed } = scanText('a.yaml', text);
    return [leaks.length, allowed.map(({ reason }) => reason)] as const;
  };

  test('is listed with its reason, on its own line or the next', () => {
    expect(scan(`a: ${token} # leak-ok: revoked long ago\n`)).toEqual([0, ['revoked long ago']]);
    expect(scan(`# leak-ok: revoked long ago\na: ${token}\n`)).toEqual([0, ['revoked long ago']]);
    expect(scan(`<!-- leak-ok: made up -->\n${token}\n`)).toEqual([0, ['made up']]);
    expect(scan(`/* leak-ok: made up */ x = "${token}"\n`)).toEqual([0, ['made up']]);
    expect(scan(`{"//": "leak-ok: made up",\n"a": "${token}"}`)).toEqual([0, ['made up']]);
  });

  test('needs a reason', () => {
    expect(scan(`a: ${token} # leak-ok\n`)).toEqual([1, []]);
    expect(scan(`a: ${token} # leak-ok:\n`)).toEqual([1, []]);
    expect(scan(`a: ${token} # leak-ok: x\n`)).toEqual([1, []]);
  });

  test('is no further away than one line', () => {
    expect(scan(`# leak-ok: revoked long ago\n\na: ${token}\n`)).toEqual([1, []]);
    expect(scan(`a: ${token}\n# leak-ok: revoked long ago\n`)).toEqual([1, []]);
  });

  test('is not shown by its reason', () => {
    expect(scan(`a: ${token} # leak-ok: it is only ${token}\n`)).toEqual([1, []]);
    const other = random('other', 24);
    expect(scan(`password: ${other} # leak-ok: like ${token}\n`)).toEqual([2, []]);
  });
});
