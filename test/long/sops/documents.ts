import fc from 'fast-check';
import { Document, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { Selection } from '../../../lib/secrets/sops/selection.js';

/** A YAML text, and how it is to be sealed. */
export interface Subject {
  readonly text: string;
  readonly selection: Selection;
  readonly macOnlyEncrypted: boolean;
  /** 1 or 2. */
  readonly recipients: number;
}

interface Leaf {
  readonly text: string;
  readonly type: Scalar.Type;
  readonly tag?: string;
}
interface Entry {
  readonly key: string;
  readonly keyStyle: Scalar.Type;
  readonly value: Tree;
  readonly before: string;
  readonly beside: string;
}
interface Item {
  readonly value: Tree;
  readonly before: string;
  readonly beside: string;
}
type Tree =
  | Leaf
  | { readonly items: readonly Item[]; readonly flow: boolean }
  | { readonly entries: readonly Entry[]; readonly flow: boolean };

const STYLES: readonly Scalar.Type[] = ['PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'];
const words = fc.constantFrom(
  'word',
  'two words',
  'a: b',
  '# no',
  '- a',
  '? b',
  '[x]',
  '{y: z}',
  '&a',
  '*b',
  '!tag',
  '%x',
  '@at',
  '`tick`',
  '|',
  '>',
  "it's",
  '"so"',
  '\\n',
  '---',
  '...',
  ' lead',
  'trail ',
  'tab\there',
  'line\nbreak',
  'a\n\n\nb',
  'last\n',
  'last\n\n',
  'ünïcödé',
  '🔑',
  '日本語',
  'e\u0301 \ufffd',
  '\u00a0',
  '$' + '{VAR}',
  '$$',
  'ENC[x]',
  'x'.repeat(200),
  '<<',
  '=',
);
// What readers of YAML do not agree on, without quotes.
const typed = fc.constantFrom(
  'yes',
  'No',
  'on',
  'y',
  'null',
  'Null',
  '~',
  'true',
  'TRUE',
  'False',
  '0',
  '-0',
  '+12',
  '0777',
  '0o17',
  '0x1F',
  '0b101',
  '1_000',
  '089',
  '12:30',
  '1.50',
  '.5',
  '-1.5e-3',
  '1e21',
  '1e999',
  '6.02e23',
  '.inf',
  '-.Inf',
  '.nan',
  '9223372036854775807',
  '99999999999999999999',
  '2020-01-01',
  '2020-02-30',
  '2001-12-14t21:59:43.10-05:00',
  '2001-12-14 21:59:43',
  '1.2.3',
  '12e03',
  '1__0',
  '0x',
  '_1',
  '1_',
);
const leaf: fc.Arbitrary<Leaf> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ text: words, type: fc.constantFrom(...STYLES) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      text: fc.string({ unit: 'grapheme-ascii', maxLength: 30 }),
      type: fc.constantFrom(...STYLES),
    }),
  },
  { weight: 4, arbitrary: typed.map((text) => ({ text, type: 'PLAIN' as const })) },
  { weight: 1, arbitrary: fc.constant({ text: '', type: 'QUOTE_DOUBLE' as const }) },
  { weight: 1, arbitrary: fc.constant({ text: 'aGVsbG8=', type: 'PLAIN' as const, tag: 'tag:yaml.org,2002:binary' }) },
  { weight: 1, arbitrary: typed.map((text) => ({ text, type: 'PLAIN' as const, tag: 'tag:yaml.org,2002:str' })) },
);
const comment = fc.oneof(
  { weight: 6, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: fc.constantFrom(' note', ' two\n lines', 'tight', ' ünï: #x') },
);
const inline = comment.map((text) => text.split('\n')[0] ?? '');
const key = fc
  .oneof(
    { weight: 6, arbitrary: fc.stringMatching(/^[a-z][a-zA-Z0-9_.-]{0,8}$/) },
    {
      weight: 3,
      arbitrary: fc.constantFrom('data', 'stringData', 'metadata', 'x_unencrypted', 'my_secret', 'password'),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        '10',
        '9',
        'a b',
        'a:b',
        'ü',
        'on',
        'true',
        '#k',
        '- k',
        '"q"',
        ' lead',
        '$k',
        '__proto__',
        'constructor',
      ),
    },
  )
  .filter((text) => text !== 'sops');
// Quotes where Go's YAML takes unquoted text for something else than text, which sops refuses in a key.
const keyStyle = (text: string): Scalar.Type =>
  /^[a-zA-Z][\w.-]*$/.test(text) && !/^(?:true|null|false)$/i.test(text) ? 'PLAIN' : 'QUOTE_DOUBLE';

const { map } = fc.letrec<{ tree: Tree; map: Extract<Tree, { entries: readonly Entry[] }>; list: Tree }>((tie) => ({
  tree: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, tie('map'), tie('list')),
  list: fc.record({
    items: fc.array(fc.record({ value: tie('tree'), before: comment, beside: inline }), { maxLength: 3 }),
    flow: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
  }),
  map: fc.record({
    entries: fc.uniqueArray(
      fc
        .record({ key, value: tie('tree'), before: comment, beside: inline })
        .map((entry) => ({ ...entry, keyStyle: keyStyle(entry.key) })),
      { minLength: 1, maxLength: 4, selector: (entry) => entry.key },
    ),
    flow: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  }),
}));

const selection: fc.Arbitrary<Selection> = fc.constantFrom(
  { kind: 'encrypted_regex', pattern: '^(data|stringData)$' },
  { kind: 'encrypted_regex', pattern: '^(data|stringData)$' },
  { kind: 'unencrypted_regex', pattern: '^(metadata|kind|a.*)$' },
  { kind: 'encrypted_suffix', pattern: '_secret' },
  { kind: 'unencrypted_suffix', pattern: '_unencrypted' },
);

export const subject: fc.Arbitrary<Subject> = fc.record({
  text: fc
    .record({
      documents: fc.array(map, { minLength: 1, maxLength: 2 }),
      indent: fc.constantFrom(2, 4),
      indentSeq: fc.constant(true),
      data: map,
    })
    .map(({ documents, data, ...format }) => {
      // Each first document has something to seal whatever the selection.
      const [first, ...others] = documents;
      const entries = [
        ...(first?.entries ?? []).filter((entry) => entry.key !== 'stringData'),
        entry('stringData', data),
      ];
      return [{ entries, flow: false }, ...others]
        .map((tree) => textOf({ ...tree, flow: false }, format))
        .join('---\n');
    }),
  selection,
  macOnlyEncrypted: fc.boolean(),
  recipients: fc.constantFrom(1, 1, 2),
});

function entry(key: string, value: Tree): Entry {
  return { key, keyStyle: 'PLAIN', value, before: '', beside: '' };
}

function textOf(tree: Tree, format: { readonly indent: number; readonly indentSeq: boolean }): string {
  const document = new Document(undefined, { schema: 'failsafe' });
  document.contents = nodeOf(tree, false);
  return document.toString({ ...format, lineWidth: 0 });
}

/** Comments stand outside of flow collections only: within, each reader attaches them elsewhere. */
function nodeOf(tree: Tree, inFlow: boolean): Scalar | YAMLMap | YAMLSeq {
  if ('text' in tree) {
    const scalar = new Scalar(tree.text);
    // Go and JavaScript differ over inline text that begins with a question mark, so we refuse it.
    const needsQuotes = tree.text === '' || (inFlow && /^(?:BLOCK|PLAIN\n\?)/.test(`${tree.type}\n${tree.text}`));
    scalar.type = needsQuotes ? 'QUOTE_DOUBLE' : tree.type;
    if (tree.tag !== undefined) scalar.tag = tree.tag;
    return scalar;
  }
  const flow = inFlow || tree.flow;
  if ('items' in tree) {
    const list = new YAMLSeq();
    list.flow = flow;
    list.items = tree.items.map(({ value, before, beside }) => {
      const item = nodeOf(value, flow);
      // Comments of other items stand at their first key.
      if (!flow && 'text' in value) {
        if (before !== '') item.commentBefore = before;
        if (beside !== '' && !value.type.startsWith('BLOCK')) item.comment = beside;
      }
      return item;
    });
    return list;
  }
  const map = new YAMLMap();
  map.flow = flow;
  for (const { key: name, keyStyle: style, value, before, beside } of tree.entries) {
    const node = new Scalar(name);
    node.type = style;
    const child = nodeOf(value, flow);
    if (!flow && before !== '') node.commentBefore = before;
    if (!flow && beside !== '' && 'text' in value && !value.type.startsWith('BLOCK')) child.comment = beside;
    map.items.push(new Pair(node, child));
  }
  return map;
}
