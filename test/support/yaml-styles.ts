import fc from 'fast-check';
import { type ScalarTag, stringify, type ToStringOptions } from 'yaml';
import type { Json } from '../../lib/model/json.js';

/** Ways in which people and their tools write YAML. */
export const style: fc.Arbitrary<ToStringOptions> = fc.record({
  defaultStringType: fc.constantFrom('PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'),
  defaultKeyType: fc.constantFrom('PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE'),
  collectionStyle: fc.constantFrom('any', 'block', 'flow'),
  indent: fc.constantFrom(1, 2, 4),
  indentSeq: fc.boolean(),
  lineWidth: fc.constantFrom(0, 40, 80),
  nullStr: fc.constantFrom('null', '~', ''),
});

export function styled(value: Json, options: ToStringOptions): string {
  return stringify(value, { ...options, customTags: (tags) => tags as ScalarTag[], aliasDuplicateObjects: false });
}

/** Files as people write them. */
export const SAMPLES = [
  `# a comment
---
apiVersion: v1   # which is old
kind: "ConfigMap"
metadata: {name: app, labels: {'a/b': "c\\u00e9", n: 1 }}

data:
  empty:
  quoted: 'it''s'
  # between
  script: |-
    #!/bin/sh

      indented
    end
  folded: >+
    one
    two

    three
      four
    five


  keep: |2+
     x
---
---
items:
- name: a
  args: ["--x=1", --y, [ ], { }]
-   name: b
    command:
    - sh
    - -c
    - |
      true
- - nested
  - 0644
-
  far: 1_000
- null
`,
  `a: yes
b: 0o17
c: .inf
d: -0
e: 12:30
1.0: key
"no": text
url: http://x/#y
dash: -x
time: 2001-01-01
path: /var # why
neg: - 1
`,
  `- &anchor a
- *anchor
- !!str 1
- ? complex
  : key
- plain text
  that goes on
- "quoted
  as well"
- <<: {a: 1}
...
%YAML 1.2
---
tab:\tx
`,
];

const LINES = [
  ...['a:', 'b:', 'c: 1', '- a', '- b: c', '-', '- - x', 'd: |', 'e: >-', '- >', '- |2', 'f: "x"', "g: 'y' # z", '# c'],
  ...[
    '',
    'text',
    '- [a, b]',
    'h: {i: j}',
    '---',
    'k: - l',
    'm: >+',
    '"n": o',
    ' p',
    '\tq',
    '- r:',
    '- s: |+',
    'w: |1-',
  ],
  ...['- ', 'x:   # y', '- # z', '  ', '...', 'a: "', "b: '", 'c: [', ']', 'null', '? a', '- &a b', '*a', '<<: a'],
];

/** Texts of lines that seldom fit together. */
export const lines: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(
      fc
        .tuple(fc.constantFrom('', '', ' ', '  ', '   ', '    '), fc.constantFrom(...LINES))
        .map((line) => line.join('')),
      { minLength: 1, maxLength: 8 },
    ),
    fc.constantFrom('', '\n', '\n\n', ' ', '\n '),
  )
  .map(([all, end]) => all.join('\n') + end);

const FRAGMENTS = [
  ...['\n', '\n\n', ' ', '  ', '\t', '\r\n', '- ', '-', ':', ': ', ' #', '#', '"', "'", '|', '>', '|-\n', '>2+\n', '?'],
  ...['{', '}', '[', ']', ', ', '{}', '&a', '*a', '!!str ', '<<: ', '---', '\n---\n', '...', '%', '@', '\\', '\\x41'],
  ...[
    '~',
    'null',
    'yes',
    '0x1',
    '1e3',
    '.5',
    'a',
    'a: b',
    '\n  ',
    '\n    ',
    '\ufeff',
    '\u0085',
    '\u2028',
    '😀',
    '\ud800',
    '\0',
  ],
];

type Edit = (text: string) => string;
const place = fc.double({ min: 0, max: 1, noNaN: true });
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(place, fc.constantFrom(...FRAGMENTS)).map(
    ([at, added]): Edit =>
      (text) =>
        spliced(text, at, 0, added),
  ),
  fc.tuple(place, fc.integer({ min: 1, max: 4 })).map(
    ([at, length]): Edit =>
      (text) =>
        spliced(text, at, length, ''),
  ),
  fc.tuple(place, fc.constantFrom(...FRAGMENTS)).map(
    ([at, put]): Edit =>
      (text) =>
        spliced(text, at, put.length, put),
  ),
  fc.tuple(place, place).map(
    ([from, to]): Edit =>
      (text) =>
        withLine(text, to, lineOf(text, from)),
  ),
  fc.tuple(place, fc.integer({ min: -3, max: 3 })).map(
    ([at, by]): Edit =>
      (text) =>
        indented(text, at, by),
  ),
  place.map(
    (at): Edit =>
      (text) =>
        text.slice(0, Math.round(at * text.length)),
  ),
);

/** A few of many small edits, one after the other. */
export const edits: fc.Arbitrary<Edit> = fc
  .array(edit, { minLength: 1, maxLength: 4 })
  .map((all) => (text) => all.reduce((edited, each) => each(edited), text));

function spliced(text: string, place: number, length: number, added: string): string {
  const at = Math.round(place * text.length);
  return text.slice(0, at) + added + text.slice(at + length);
}

function lineOf(text: string, place: number): string {
  const lines = text.split('\n');
  return lines[Math.floor(place * lines.length)] ?? '';
}

function withLine(text: string, place: number, line: string): string {
  const lines = text.split('\n');
  return lines.toSpliced(Math.floor(place * lines.length), 0, line).join('\n');
}

function indented(text: string, place: number, by: number): string {
  const lines = text.split('\n');
  const at = Math.min(lines.length - 1, Math.floor(place * lines.length));
  const line = lines[at] ?? '';
  const spaces = line.length - line.trimStart().length;
  return lines.with(at, ' '.repeat(Math.max(0, spaces + by)) + line.trimStart()).join('\n');
}
