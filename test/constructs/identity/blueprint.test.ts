import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isScalar, isSeq, parseDocument, visit } from 'yaml';
import { blueprint, env, file, find, keyOf } from '../../../lib/constructs/identity/blueprint.js';
import { oidcApplication, oidcProvider, ownerEntry } from '../../../lib/constructs/identity/blueprint-entries.js';
import { cases } from '../../support/cases.js';

/** As authentik reads it: YAML 1.1, with the values of its tags as they are written. */
function read(text: string) {
  const document = parseDocument(text, { version: '1.1', logLevel: 'error' });
  const tags: (readonly [string, unknown])[] = [];
  visit(document, {
    Node(_key, node) {
      if (node.tag?.startsWith('!') && (isScalar(node) || isSeq(node))) tags.push([node.tag, node.toJS(document)]);
    },
  });
  return { value: document.toJS() as unknown, tags, errors: document.errors };
}

describe('a blueprint', () => {
  test('says with authentik’s own tags what is filled in when it is applied', () => {
    const text = blueprint('one', [
      {
        model: 'app.model',
        identifiers: { name: 'x' },
        attrs: { a: env('A_B'), b: file('/run/c'), c: find('app.other', 'slug', 'one'), d: [keyOf('x')] },
      },
    ]);
    expect(read(text).tags).toEqual([
      ['!Env', 'A_B'],
      ['!File', '/run/c'],
      ['!Find', ['app.other', ['slug', 'one']]],
      ['!KeyOf', 'x'],
    ]);
    expect(text).toContain('a: !Env A_B');
  });

  test('comes back as it was given, whatever its texts look like to YAML 1.1', () => {
    const leaf = fc.oneof(
      fc.string(),
      fc.constantFrom('no', 'on', 'y', '0777', '1_000', '12:30', '~', '{{ x }}', '${X}', '%(app)s', '# no', '! no'),
      fc.boolean(),
      fc.integer(),
    );
    const attrs = fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      fc.oneof(leaf, fc.array(leaf)),
    );
    fc.assert(
      fc.property(fc.string(), attrs, (name, given) => {
        const { value, errors } = read(blueprint(name, [{ model: 'm', identifiers: { name }, attrs: given }]));
        expect(errors).toEqual([]);
        expect(value).toEqual({
          version: 1,
          metadata: { name },
          entries: [{ model: 'm', identifiers: { name }, attrs: { ...given } }],
        });
      }),
      cases(100, 300),
    );
  });
});

const client = { clientId: 'wiki', variable: 'WIKI_CLIENT_SECRET' };
const redirectUris = ['https://wiki.example.org/callback'];

describe('an application’s blueprint', () => {
  const entries = oidcApplication({
    client,
    redirectUris,
    title: 'Wiki',
    url: 'https://w',
    groups: ['users', 'admins'],
  });
  const { tags } = read(blueprint('wiki', entries));

  test('lets in members of its groups and nobody else', () => {
    const bindings = entries.filter(({ model }) => model === 'authentik_policies.policybinding');
    expect(bindings).toHaveLength(2);
    expect(tags).toContainEqual(['!Find', ['authentik_core.group', ['name', 'admins']]]);
  });

  test('waits for what it finds: an unknown flow would leave the client without one', () => {
    const waited = entries.filter(({ model }) => model === 'authentik_blueprints.metaapplyblueprint');
    expect(waited).toHaveLength(3);
    expect(waited.every(({ attrs }) => attrs?.required === true)).toBe(true);
    expect(entries.indexOf(waited[2] as never)).toBe(2);
  });

  test('takes every reference to an entry that it has', () => {
    const ids = new Set(entries.flatMap(({ id }) => id ?? []));
    expect(tags.filter(([tag]) => tag === '!KeyOf').filter(([, id]) => !ids.has(String(id)))).toEqual([]);
  });

  test('holds no secret, only where it is', () => {
    expect(tags).toContainEqual(['!Env', 'WIKI_CLIENT_SECRET']);
    const later = read(blueprint('wiki', oidcProvider({ client, redirectUris, secretFile: '/secrets/key' })));
    expect(later.tags).toContainEqual(['!File', '/secrets/key']);
  });

  test('names the grants: authentik allows none by itself', () => {
    const provider = entries.find(({ id }) => id === 'wiki-provider');
    expect(provider?.attrs?.grant_types).toEqual(['authorization_code', 'refresh_token']);
  });
});

test('the owner’s password is set once, and never put back', () => {
  const owner = { username: 'ann', name: 'Ann', email: 'ann@example.org' };
  expect(ownerEntry({ ...owner, password: 'P', groups: [] }).state).toBe('created');
});
