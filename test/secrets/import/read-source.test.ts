import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { readSource } from '../../../lib/secrets/import/read-source.js';
import type { SourceSecret } from '../../../lib/secrets/import/source.js';
import { generateKeyPair } from '../../../lib/secrets/recipients/identity.js';
import { sealYaml } from '../../../lib/secrets/sops/seal.js';
import { anyCharacter } from '../../support/any-character.js';
import { cases } from '../../support/cases.js';

let identity = '';
let recipient = '';
beforeAll(async () => {
  ({ identity, recipient } = await generateKeyPair());
});

async function read(text: string, file = 'dump.yaml'): Promise<readonly SourceSecret[]> {
  return (await readSource(text, file, [identity])).secrets;
}

async function valuesOf(text: string, file?: string): Promise<Record<string, string>> {
  return Object.fromEntries((await read(text, file))[0]?.values ?? []);
}

/** What a person sees when the source is refused. */
async function refusal(text: string, file?: string): Promise<string> {
  try {
    await read(text, file);
  } catch (error) {
    return error instanceof Error ? `${error.message}\n${'hint' in error ? error.hint : ''}` : '';
  }
  throw new Error('it was taken');
}

const secret = (body: string) => `apiVersion: v1\nkind: Secret\nmetadata: {name: main, namespace: db}\n${body}`;
const b64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64');

/** YAML takes some characters only when they are escaped. */
function asciiJson(value: object): string {
  const escaped = (text: string) => `\\u${text.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, escaped);
}

describe('a Kubernetes Secret', () => {
  test('is read from data and stringData, of which stringData wins, as in Kubernetes', async () => {
    const text = secret(
      `data: {a: ${b64('one')}, b: ${b64('old')}, e: }\nstringData: {b: new, n: 0123, y: yes, z: null}\n`,
    );
    expect(await read(text)).toMatchObject([{ name: 'main', namespace: 'db', place: 'dump.yaml', variables: false }]);
    expect(await valuesOf(text)).toEqual({ a: 'one', b: 'new', e: '', n: '0123', y: 'yes', z: '' });
  });

  test('is read as JSON, from several documents, and from a List', async () => {
    const object = (name: string) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace: 'db' },
      data: { k: b64(name) },
    });
    expect(await valuesOf(JSON.stringify(object('main')), 'dump.json')).toEqual({ k: 'main' });
    const several = await read(`${stringify(object('a'))}---\n---\n${stringify(object('b'))}`);
    expect(several.map(({ name, place }) => [name, place])).toEqual([
      ['a', 'dump.yaml (document 1)'],
      ['b', 'dump.yaml (document 2)'],
    ]);
    const list = await read(stringify({ apiVersion: 'v1', kind: 'List', items: [object('a'), object('b')] }));
    expect(list.map(({ name, place }) => [name, place])).toEqual([
      ['a', 'dump.yaml (item 1)'],
      ['b', 'dump.yaml (item 2)'],
    ]);
  });

  test('gives back whatever text it was made of, under data or stringData', async () => {
    const keys = fc.stringMatching(/^[-._a-zA-Z0-9]{1,20}$/).filter((key) => key !== '__proto__');
    const texts = fc.oneof(
      fc.string({ unit: anyCharacter }),
      fc.string(),
      fc.constantFrom('yes', '0777', '~', ' a ', 'a\n\n'),
    );
    const wellFormed = texts.filter((text) => !text.includes('\ufffd') && Buffer.from(text).toString() === text);
    await fc.assert(
      fc.asyncProperty(fc.dictionary(keys, wellFormed, { minKeys: 1, noNullPrototype: true }), async (values) => {
        const data = Object.fromEntries(Object.entries(values).map(([key, text]) => [key, b64(text)]));
        const head = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a', namespace: 'b' } };
        expect(await valuesOf(JSON.stringify({ ...head, data }))).toEqual(values);
        expect(await valuesOf(stringify({ ...head, data }))).toEqual(values);
        expect(await valuesOf(asciiJson({ ...head, stringData: values }))).toEqual(values);
      }),
      cases(60, 200),
    );
  });

  test.each([
    [
      'is another kind',
      'apiVersion: v1\nkind: ConfigMap\ndata: {a: hunter2}\n',
      'holds kind ConfigMap, not a Secret (v1)',
    ],
    ['is of another version', 'apiVersion: v2\nkind: Secret\ndata: {a: hunter2}\n', 'kind Secret of another version'],
    ['is a SealedSecret', 'apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nspec: {}\n', 'only the controller'],
    ['has a kind that could be a value', 'kind: "hunter2 x"\n', 'holds a kind, not a Secret'],
    ['has nothing in it', secret(''), 'has neither data nor stringData'],
    ['has equal keys', secret('stringData: {a: hunter2, a: hunter3}\n'), 'DUPLICATE_KEY'],
    ['is not base64', secret('data: {a: "hunter2!"}\n'), 'data.a is no base64'],
    ['is half base64', secret('data: {a: hunter2}\n'), 'data.a is no base64'],
    ['holds bytes', secret(`data: {a: ${b64(new Uint8Array([0xff, 0xfe]))}}\n`), 'bytes that are no text'],
    ['has a list for a value', secret('stringData: {a: [hunter2]}\n'), 'stringData.a is no text'],
    ['has an alias', secret('x: &x hunter2\nstringData: {a: *x}\n'), 'stringData.a is no text'],
    ['has a map for a list', secret('stringData: [hunter2]\n'), 'stringData is no map'],
    ['has text for a map', secret('data: hunter2\n'), 'data is no map'],
    ['has a key that no Secret has', secret('stringData: {"hunter2 x": a}\n'), 'a key that a Secret cannot have'],
    [
      'has a name that is none',
      secret('stringData: {a: b}').replace('main', '"hunter2 x"'),
      'metadata.name is no name',
    ],
    ['is a List of text', 'apiVersion: v1\nkind: List\nitems: [hunter2]\n', 'item 1 is no object'],
    ['is a List of nothing', 'apiVersion: v1\nkind: List\n', 'List without items'],
    ['is nested', 'postgres: {password: hunter2}\n', 'neither a Secret nor a plain map'],
    ['is no YAML', 'a: "hunter2\n', 'no valid YAML'],
    ['is a list', '- hunter2\n', 'no map'],
    ['is empty', '', 'holds no Secret'],
    ['is no text at all', 'a: hunter2\ufffd\n', 'is no UTF-8 text'],
  ])('is refused when it %s, without any of its text', async (_, text, message) => {
    const shown = await refusal(text);
    expect(shown).toContain('dump.yaml');
    expect(shown).toContain(message);
    expect(shown).not.toContain('hunter');
  });
});

describe('a SOPS file', () => {
  const seal = (text: string, options: object = {}) =>
    sealYaml(text, { file: 'x', recipients: [recipient], lastModified: new Date(), random: randomBytes, ...options });

  test('is opened, whichever of its values are sealed', async () => {
    const plain = secret('stringData: {a: one}\n');
    const all = { kind: 'unencrypted_suffix' as const, pattern: '_unencrypted' };
    for (const text of [await seal(plain), await seal(plain, { selection: all })]) {
      const source = await readSource(text, 'dump.yaml', [identity]);
      expect(source).toMatchObject({ sealed: true, secrets: [{ name: 'main', namespace: 'db' }] });
      expect(Object.fromEntries(source.secrets[0]?.values ?? [])).toEqual({ a: 'one' });
    }
    const bare = await readSource(await seal('password: one\n', { selection: all }), 'values.yaml', [identity]);
    expect(bare.secrets[0]).toEqual({ place: 'values.yaml', values: new Map([['password', 'one']]), variables: false });
  });

  test('is refused when it was changed, or is for somebody else', async () => {
    const text = await seal(secret('type: Opaque\nstringData: {a: hunter2}\n'));
    expect(await refusal(text.replace('Opaque', 'Other'))).toContain('its MAC does not hold');
    const changed = text.replace(/(?<=a: ENC\[AES256_GCM,data:)./, (first) => (first === 'A' ? 'B' : 'A'));
    expect(await refusal(changed)).toContain('dump.yaml');
    const other = await generateKeyPair();
    const foreign = await seal(secret('stringData: {a: hunter2}\n'), { recipients: [other.recipient] });
    expect(await refusal(foreign)).toContain(`no identity at hand opens it; its recipients are ${other.recipient}`);
  });

  test('in the .env form says how to pipe it in', async () => {
    expect(await refusal('A=ENC[x]\nsops_version=3.11.0\n', 'secrets.env')).toContain(
      'sops decrypt secrets.env | npm run',
    );
  });
});

describe('a .env file', () => {
  test.each([
    ['A=one\nB = two \n\n# C=3\nexport D=four', { A: 'one', B: 'two', D: 'four' }],
    ['A="two words # no comment"\nB=\'$x\'\nC=`"`', { A: 'two words # no comment', B: '$x', C: '"' }],
    ['A=one # a comment\nB="x" # one more', { A: 'one', B: 'x' }],
    ['A="one\nB=no\ntwo"\nB=yes\n', { A: 'one\nB=no\ntwo', B: 'yes' }],
    ['A="x\r\ny"\r\nB=\r\n', { A: 'x\ny', B: '' }],
    ['\ufeffA=a=b==\nB: two', { A: 'a=b==', B: 'two' }],
    ['A="line\\nbreak"', { A: 'line\nbreak' }],
  ])('%j is read as other readers do', async (text, values) => {
    expect(await valuesOf(text, 'prod.env')).toEqual(values);
    expect((await read(text, '.env.local'))[0]).toMatchObject({ place: '.env.local', variables: true });
  });

  test('is known by its content, too', async () => {
    for (const text of ['A=one\nB=two\n', '# note\nA="x: y"\n', 'A=one: two\n\tB=[x\n']) {
      expect((await read(text, 'what is piped in'))[0]).toMatchObject({ variables: true });
    }
    expect((await read('a: "b=c"\n', 'what is piped in'))[0]).toMatchObject({ variables: false });
  });

  test.each([
    ['sets a name twice', 'A=hunter2\nB=1\nA=hunter3', 'line 3: A is set a second time'],
    ['holds a # without quotes', 'B=1\nA=hunter#2', 'line 2: A has a # in its value'],
    ['begins with #', 'A=#hunter2', 'line 1: A has a # in its value'],
    ['has an open quote', 'A="hunter2\nB=1', 'line 1: A has a quote that is not closed'],
    ['has text after a quote', "A='hunter2' x", 'line 1: A has a quote that is not closed, or text after it'],
    ['has a backslash before a quote', "A='hunter2\\'\nB='1'", 'line 1: A has a backslash that'],
    ['ends with a backslash', "B=1\nA='hunter2\\'", 'line 2: A has a backslash that'],
    ['has a backslash in double quotes', 'A="hunter\\2"', 'line 1: A has a backslash that'],
    ['has a line that is dropped', 'A=1\nhunter2\nB=1', 'line 2 is no NAME=value, and would be dropped'],
    ['has several lines without quotes', 'A=-----BEGIN\nhunter2\n-----END', 'line 2 is no NAME=value'],
    ['has a name with a space', 'A hunter2=1\nB=1', 'line 1 is no NAME=value'],
    ['has no name', '=hunter2\nB=1', 'line 1 is no NAME=value'],
    ['holds nothing', '# hunter2\n', 'holds no NAME=value'],
  ])('is refused when it %s, without any of its text', async (_, text, message) => {
    const shown = await refusal(text, '.env');
    expect(shown).toContain(`.env: ${message}`);
    expect(shown).not.toContain('hunter');
  });

  test('gives back what was put into quotes', async () => {
    const names = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,15}$/);
    const texts = fc.string({
      unit: fc.constantFrom('a', 'Z', '0', ' ', '#', '=', '$', '\n', 'A=b', '"', '`', 'é', '\\'),
    });
    const closed = texts.filter((text) => !text.endsWith('\\'));
    await fc.assert(
      fc.asyncProperty(fc.dictionary(names, closed, { minKeys: 1, noNullPrototype: true }), async (values) => {
        const text = Object.entries(values).map(([name, value]) => `${name}='${value}'`);
        expect(await valuesOf(text.join('\n'), '.env')).toEqual(values);
      }),
      cases(60, 200),
    );
  });
});
