import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseYaml } from '../../../../lib/flux/tree/parse-yaml.js';
import { readPlainYaml } from '../../../../lib/flux/tree/plain-yaml/read-plain-yaml.js';
import { readDocuments } from '../../../../lib/flux/tree/read-documents.js';
import { renderedFrom } from '../../../../lib/flux/yaml/document.js';
import { emitYaml } from '../../../../lib/flux/yaml/emit.js';
import type { Json } from '../../../../lib/model/json.js';
import { listFiles } from '../../../../lib/system/read-tree.js';
import { cases } from '../../../support/cases.js';
import { edits, lines, SAMPLES, style, styled } from '../../../support/yaml-styles.js';
import { json } from '../../../support/yaml-values.js';

const committed = listFiles('.', 'kubernetes')
  .filter((path) => /\.ya?ml$/.test(path))
  .map((path) => readFileSync(path, 'utf8'));

/** Whether it was read; that it is what the parser makes of it, in the same order, and nothing the parser refuses. */
function agrees(text: string): boolean {
  const read = readPlainYaml(text);
  if (read === undefined) return false;
  const parsed = parseYaml(text);
  if (!isDeepStrictEqual(read, parsed) || JSON.stringify(read) !== JSON.stringify(parsed)) {
    expect({ text, read }).toEqual({ text, read: parsed });
    throw new Error(`same values, other order:\n${text}`);
  }
  return true;
}

/** Keys of more than a line, or of many characters, are written as no manifest has them. */
function hasUsualKeys(value: Json | undefined): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(
    ([key, each]) =>
      key !== '__proto__' && !/[\n\r\x85\u2028\u2029]/.test(key) && key.length <= 60 && hasUsualKeys(each),
  );
}

describe('the quick reader of YAML', () => {
  test('reads whatever synth writes, as the parser does', () => {
    const object = fc.dictionary(fc.string({ maxLength: 20 }), json, { minKeys: 1, maxKeys: 5 }).filter(hasUsualKeys);
    fc.assert(
      fc.property(fc.array(object, { maxLength: 3 }), fc.constantFrom('reviewed', 'automated'), (documents, upkeep) => {
        expect(agrees(documents.map((each) => `---\n${emitYaml(each, { upkeep })}`).join(''))).toBe(true);
      }),
      cases(200, 500),
    );
  });

  test('reads every file of the tree that synth wrote', () => {
    const rendered = committed.filter((text) => renderedFrom(text) !== undefined);
    expect(rendered.length).toBeGreaterThan(50);
    for (const text of rendered) expect(agrees(text)).toBe(true);
  });

  test('agrees with the parser on every style of the yaml package, or leaves it to that', () => {
    let read = 0;
    fc.assert(
      fc.property(json, style, (value, options) => {
        if (agrees(styled(value, options))) read++;
      }),
      cases(400, 1000),
    );
    expect(read).toBeGreaterThan(20);
  });

  test('agrees with the parser on edited files, or leaves them to that', () => {
    let read = 0;
    fc.assert(
      fc.property(fc.constantFrom(...SAMPLES, ...committed), edits, (text, edited) => {
        if (agrees(edited(text))) read++;
      }),
      cases(800, 2500),
    );
    expect(read).toBeGreaterThan(20);
  });

  test('agrees with the parser on lines put together at random, or leaves them to that', () => {
    let read = 0;
    fc.assert(
      fc.property(lines, (text) => {
        if (agrees(text)) read++;
      }),
      cases(1500, 5000),
    );
    expect(read).toBeGreaterThan(20);
  });

  test.each([
    ['an anchor', 'a: &x 1\n'],
    ['a tag', 'a: !!str 1\n'],
    ['a merge', '<<: {a: 1}\n'],
    ['a key that comes twice', 'a: 1\na: 2\n'],
    ['the prototype', '__proto__: {a: 1}\n'],
    ['a text on two lines', 'a: b\n  c\n'],
    ['quotes on two lines', 'a: "b\n  c"\n'],
    ['a tab', 'a:\tb\n'],
    ['a tab at the end', 'a: b\t\n'],
    ['a tab in brackets', 'a: [b\t]\n'],
    ['a comment in brackets', 'a: [b #c]\n'],
    ['a merge in brackets', 'a: {<<: {b: 1}}\n'],
    ['an entry in brackets', 'a: [- b]\n'],
    ['an entry among keys', 'a: 1\n- b: 2\n'],
    ['a comment without a space', 'a: "b"#c\n'],
    ['empty lines of many spaces', 'a: |\n    \n  b\n'],
    ['more levels than the parser takes', `${'- '.repeat(300)}a\n`],
    ['more brackets than the parser takes', `a: ${'['.repeat(300)}${']'.repeat(300)}\n`],
    ['other line breaks', 'a: b\r\n'],
    ['a directive', '%YAML 1.2\n---\na: b\n'],
    ['an end mark', 'a: b\n...\n'],
    ['a key behind an end mark', '... a: b\n'],
    ['a colon too many', 'a: b: c\n'],
    ['a wrong indentation', 'a:\n    b: 1\n  c: 2\n'],
    ['an open bracket', 'a: [b\n'],
  ])('leaves %s to the parser', (_, text) => {
    expect(readPlainYaml(text)).toBeUndefined();
  });

  test('nothing is lost of what the parser says: faults name the line', () => {
    expect(readDocuments('x.yaml', 'a: 1\nb: 2\na: 3\n').faults).toEqual([
      { message: 'is no YAML that Flux can read: duplicated mapping key', line: 3 },
    ]);
  });

  test.each([
    ['literal', 'a: |\n  b\n   c\n\n  d\n', 'b\n c\n\nd\n'],
    ['literal without its end', 'a: |-\n  b\n\nc: 1\n', 'b'],
    ['literal with all of it', 'a: |+\n  b\n\n', 'b\n\n'],
    ['folded', 'a: >\n  b\n  c\n\n  d\n   e\n  f\n', 'b c\nd\n e\nf\n'],
    ['indented as it says', 'a: |1\n  b\n', ' b\n'],
    ['comment behind', 'a: b # c\n', 'b'],
    ['hash inside', 'a: b#c\n', 'b#c'],
    ['number of YAML 1.1', 'a: 0644\n', 420],
    ['escapes', 'a: "\\x41\\u00e9\\n\\\\"\n', 'Aé\n\\'],
  ])('reads a scalar: %s', (_, text, value) => {
    expect(readPlainYaml(text)).toEqual([expect.objectContaining({ a: value })]);
  });
});
