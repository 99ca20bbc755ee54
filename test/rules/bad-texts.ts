/** A Service that is right, but for what stands in its place. */
export const service = (spec: string) =>
  `---\napiVersion: v1\nkind: Service\nmetadata:\n  name: dex\n  namespace: security\n  labels:\n    app.kubernetes.io/name: dex\nspec:\n${spec}`;

/** Texts that are no manifest, by what is wrong with them. */
export const BAD_TEXTS: Readonly<Record<string, string>> = {
  'broken YAML': 'a: [1, 2\nb: }',
  'an unfinished text': 'apiVersion: "v1\nkind: Service\n',
  'a key twice': service('  type: ClusterIP\n  type: NodePort\n'),
  'an alias to nothing': service('  ports: *ports\n'),
  'tabs as indentation': 'apiVersion: v1\nkind: Service\nmetadata:\n\tname: dex\n',
  'a merge key over a scalar': service('  <<: 5\n'),
  'no text at all': '',
  'nothing but a comment': '# nothing\n',
  'documents without content': '---\n---\n---\n',
  'a list at the top': '- apiVersion: v1\n  kind: Service\n',
  'a scalar at the top': 'just text\n',
  'a number at the top': '42\n',
  'no kind': 'apiVersion: v1\nmetadata:\n  name: dex\n',
  'no apiVersion': 'kind: Service\nmetadata:\n  name: dex\n',
  'no metadata': 'apiVersion: v1\nkind: Service\n',
  'null in every field': 'apiVersion: null\nkind: null\nmetadata: null\nspec: null\n',
  'metadata that is a list': 'apiVersion: v1\nkind: Service\nmetadata:\n  - name\n',
  'metadata that is a text': 'apiVersion: v1\nkind: Service\nmetadata: dex\n',
  'a name that is a number': 'apiVersion: v1\nkind: Service\nmetadata:\n  name: 5\n  namespace: 7\n',
  'a kind that is a map': 'apiVersion: v1\nkind: { a: b }\nmetadata: { name: dex }\n',
  'keys that are no texts': '? [a, b]\n: 1\n5: x\ntrue: y\nnull: z\n',
  'names of JavaScript': service('  __proto__: { polluted: 1 }\n  constructor: 1\n  toString: 2\n'),
  'flow lists without end': `a: ${'['.repeat(10_000)}`,
  'flow lists 10,000 deep': `a: ${'['.repeat(10_000)}${']'.repeat(10_000)}\n`,
  'maps 2,000 deep': `${Array.from({ length: 2000 }, (_, level) => `${' '.repeat(level)}a:`).join('\n')} 1\n`,
  'an alias bomb': `a: &a [x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 9 }, (_, level) => `${'bcdefghij'[level]}: &${'bcdefghij'[level]} [${Array(9).fill(`*${'abcdefghi'[level]}`).join(', ')}]`).join('\n')}\n`,
  'a tag that nobody knows': service('  ports: !!js/function "x"\n'),
  'an anchor that holds itself': 'a: &a [*a]\n',
  'bytes that are no text': 'apiVersion: v1\nkind: \u0000\u0001\u0002\n',
  'bytes that are no UTF-8': `apiVersion: v1\nkind: Service\nmetadata:\n  name: \uFFFD\uFFFD\n`,
};

/** Values that a field should not have. */
export const JUNK: readonly unknown[] = [
  null,
  0,
  -1,
  1e21,
  true,
  '',
  'x'.repeat(300),
  '${',
  '$',
  [],
  {},
  [null],
  [[]],
  { a: null },
  { name: {} },
];

/** What happens to a text. */
export interface Edit {
  readonly how: string;
  /** Where, as a share of the text. */
  readonly at: number;
  readonly byte: string;
}

/** The text after one accident of an editor, a disk or a merge. */
export function mangle(text: string, { how, at, byte }: Edit): string {
  const place = Math.floor(at * text.length);
  if (how === 'flip') return text.slice(0, place) + byte + text.slice(place + 1);
  if (how === 'insert') return text.slice(0, place) + byte + text.slice(place);
  if (how === 'cut') return text.slice(0, place);
  const lines = text.split('\n');
  const line = Math.floor(at * lines.length);
  const [own = '', next = ''] = lines.slice(line, line + 2);
  const instead = how === 'delete' ? [next] : how === 'twice' ? [own, own, next] : [next, own];
  lines.splice(line, 2, ...instead);
  return lines.join('\n');
}
