import { describe, expect, test } from '@jest/globals';
import { AnswersError, answersFrom, askedVariables, parseAnswers } from '../../../lib/secrets/values/answers.js';
import { ASKED, declare, GENERATED } from '../declarations.js';

const TOKEN = { namespace: 'dns', name: 'token', key: 'api-token' };
const FILES: Readonly<Record<string, string | Buffer>> = {
  'token.txt': 'of-file\n',
  'windows.txt': 'of-file\r\n',
  'key.pem': 'line one\nline two\n',
  'image.png': Buffer.from([0x89, 0x50, 0x4e, 0x47]),
  'replaced.txt': 'it held \uFFFD',
  'zero.bin': 'a\0b',
};
const read = (path: string) => Buffer.from(FILES[path] ?? `no ${path}`);

/** The answer to one question, of an answers file's text and an environment. */
function answer(text: string, env: Record<string, string> = {}, variable?: string): string | undefined {
  return answersFrom(parseAnswers(text, 'answers.yaml'), env, read).find('home', TOKEN, variable);
}

describe('an answer', () => {
  test('is text in the file, whatever it looks like', () => {
    expect(answer('dns/token: {api-token: 0123}')).toBe('0123');
    expect(answer('dns/token: {api-token: yes}')).toBe('yes');
    expect(answer('home/dns/token: {api-token: a}\ndns/token: {api-token: b}')).toBe('a');
  });

  test('may be a file of its own: a line without its end, several lines as they are', () => {
    expect(answer('dns/token: {api-token: {file: token.txt}}')).toBe('of-file');
    expect(answer('dns/token: {api-token: {file: windows.txt}}')).toBe('of-file');
    expect(answer('dns/token: {api-token: {file: key.pem}}')).toBe('line one\nline two\n');
    expect(answer('dns/token: {api-token: {file: replaced.txt}}')).toBe('it held \uFFFD');
  });

  test('comes from the environment where the file has none, as text or as a file', () => {
    const name = 'SECRET__DNS__TOKEN__API_TOKEN';
    expect(answer('', { [name]: 'a' })).toBe('a');
    expect(answer('', { [`${name}__FILE`]: 'token.txt' })).toBe('of-file');
    expect(answer('', { [name]: 'a', SECRET__HOME__DNS__TOKEN__API_TOKEN: 'b' })).toBe('b');
    expect(answer('', { SECRET__HOME__DNS__TOKEN__API_TOKEN__FILE: 'token.txt', [name]: 'a' })).toBe('of-file');
    expect(answer('dns/token: {api-token: c}', { [name]: 'a' })).toBe('c');
  });

  test('comes last from the variable that other tools know, or the file that it names', () => {
    expect(answer('', { CF_TOKEN: 'a' })).toBeUndefined();
    expect(answer('', { CF_TOKEN: 'a' }, 'CF_TOKEN')).toBe('a');
    expect(answer('', { CF_TOKEN_FILE: 'token.txt' }, 'CF_TOKEN')).toBe('of-file');
    expect(answer('', { CF_TOKEN: 'a', SECRET__DNS__TOKEN__API_TOKEN: 'b' }, 'CF_TOKEN')).toBe('b');
  });

  test('is none when the variable is empty, as CI leaves what nobody set', () => {
    expect(
      answer('', { CF_TOKEN: '', SECRET__DNS__TOKEN__API_TOKEN: '', CF_TOKEN_FILE: '' }, 'CF_TOKEN'),
    ).toBeUndefined();
  });

  test('is refused when it is no text: a Secret of ours holds text', () => {
    for (const file of ['image.png', 'zero.bin']) {
      expect(() => answer(`dns/token: {api-token: {file: ${file}}}`)).toThrow(new RegExp(`${file}: is no UTF-8 text`));
    }
  });

  test('in another shape is an error that shows no value', () => {
    for (const value of ['[hunter2]', '{fil: hunter2}', '{file: hunter2, other: x}', '{file: [hunter2]}', '{file: }']) {
      const parsed = () => parseAnswers(`dns/token: {api-token: ${value}}`, 'answers.yaml');
      expect(parsed).toThrow(AnswersError);
      expect(parsed).toThrow('answers.yaml: dns/token: key "api-token" is no text and no {file: PATH}');
    }
  });
});

test('variables are those of questions alone', () => {
  const asked = { ...ASKED, source: { ...ASKED.source, variable: 'GHCR_TOKEN' } } as typeof ASKED;
  const declaration = declare('a/b', { token: asked, other: ASKED, made: GENERATED });
  expect([...askedVariables([{ declaration }])]).toEqual([['a/b:token', 'GHCR_TOKEN']]);
});
