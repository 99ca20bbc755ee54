import { describe, expect, test } from '@jest/globals';
import { judgeEdit } from '../../../lib/secrets/change/judge-edit.js';
import { orderKeys } from '../../../lib/secrets/values/order-keys.js';
import { ASKED, copied, declare, GENERATED, given } from '../declarations.js';

const BEFORE = `apiVersion: v1
kind: Secret
metadata:
    name: main
    namespace: db
type: Opaque
data:
    encoded: aGVsbG8=
stringData:
    # how to get in
    password: first
    token: second
    user: app
    copy: first
`;
const SECRET = declare('db/main', {
  password: GENERATED,
  token: ASKED,
  encoded: GENERATED,
  user: given('app'),
  copy: copied('db/main', 'password'),
});
const { keys } = orderKeys([SECRET]);

function judge(edit: (text: string) => string) {
  const edited = edit(BEFORE);
  expect(edited).not.toBe(BEFORE);
  const judged = judgeEdit({ declaration: SECRET, path: 'x.sops.yaml', before: BEFORE, edited, keys });
  expect(JSON.stringify(judged.problems)).not.toMatch(/hunter2/);
  return { ...judged, set: Object.fromEntries(judged.set), problems: judged.problems.map(({ message }) => message) };
}

describe('an edited plaintext', () => {
  test('gives the values that are other ones, wherever they stand', () => {
    const { set, problems } = judge((text) => text.replace('first', 'hunter2').replace('aGVsbG8=', 'd29ybGQ='));
    expect(problems).toEqual([]);
    expect(set).toEqual({ 'db/main:password': 'hunter2', 'db/main:encoded': 'world' });
  });

  test.each(['12345', '0777', 'true', '2020-01-01', '1e3', 'null', '~'])(
    'keeps %s as the text that was typed, since Kubernetes takes nothing else',
    (typed) => {
      const { set, plain, problems } = judge((text) => text.replace('password: first', `password: ${typed}`));
      expect(problems).toEqual([]);
      expect(set).toEqual({ 'db/main:password': typed });
      expect(plain).toContain(`password: "${typed}"`);
    },
  );

  test('with other comments or spaces alone has no other values', () => {
    expect(judge((text) => text.replace('how to get in', 'the way in')).set).toEqual({});
    expect(judge((text) => text.replace('    password', '\n    password')).set).toEqual({});
  });

  test.each<[string, (text: string) => string, string[]]>([
    ['another name', (text) => text.replace('name: main', 'name: hunter2'), ['"metadata" is the declaration\'s']],
    ['another type', (text) => text.replace('Opaque', 'hunter2'), ['"type" is the declaration\'s']],
    ['a new field', (text) => `${text}immutable: true\n`, ['"immutable" is the declaration\'s']],
    ['a key more', (text) => `${text}    more: hunter2\n`, ['key "more" is not declared']],
    ['a key less', (text) => text.replace('    token: second\n', ''), ['key "token" is missing']],
    [
      'a misspelt key',
      (text) => text.replace('token:', 'tokn:'),
      ['key "tokn" is not declared', 'key "token" is missing'],
    ],
    ['a constant', (text) => text.replace('user: app', 'user: hunter2'), ['key "user" is a constant of the charts']],
    ['a copy', (text) => text.replace('copy: first', 'copy: hunter2'), ['key "copy" is made of db/main:password']],
    ['a list', (text) => text.replace('token: second', 'token: [hunter2]'), ['key "token" is no text']],
    [
      'an alias',
      (text) => text.replace('password: first', 'password: &a first').replace('second', '*a'),
      ['key "token" is no text'],
    ],
    ['no base64', (text) => text.replace('aGVsbG8=', 'hunter2!'), ['key "encoded" is no text in base64']],
    ['bytes', (text) => text.replace('aGVsbG8=', '/w=='), ['key "encoded" is no text in base64']],
    [
      'broken YAML',
      (text) => text.replace('token: second', 'token: "hunter2'),
      ['no valid YAML (MISSING_CHAR), line 15'],
    ],
    ['a key twice', (text) => `${text}    token: hunter2\n`, ['no valid YAML (DUPLICATE_KEY), line 15']],
    ['two documents', (text) => `${text}---\nkind: Secret\n`, ['is to be one document']],
    ['nothing', () => '', ['is to be one document']],
  ])('with %s is refused, and the reason quotes no value', (_, edit, reasons) => {
    const { problems, set } = judge(edit);
    expect(problems).toEqual(reasons);
    if (!reasons[0]?.includes('made of') && !reasons[0]?.includes('constant')) expect(set).toEqual({});
  });

  test('may leave bytes as they are that are no text', () => {
    const before = BEFORE.replace('aGVsbG8=', '/w==');
    const edited = before.replace('second', 'third');
    const judged = judgeEdit({ declaration: SECRET, path: 'x.sops.yaml', before, edited, keys });
    expect(judged.problems).toEqual([]);
    expect([...judged.set.keys()]).toEqual(['db/main:token']);
    expect(judged.plain).toContain('/w==');
  });
});
