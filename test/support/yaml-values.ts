import fc from 'fast-check';
import type { Json } from '../../lib/model/json.js';
import { anyCharacter } from './any-character.js';

/** Texts that readers of YAML take for something else. */
export const NASTY = [
  ...[
    'yes',
    'no',
    'on',
    'y',
    'n',
    'null',
    '~',
    '=',
    '<<',
    '',
    ' ',
    '12:30',
    '0777',
    '0o17',
    '0x1F',
    '0b+1',
    '1e3',
    '1_0',
  ],
  ...['.inf', '.nan', '2001-01-01', '12.40', '# a', 'a #b', 'a: b', 'a:', '- a', '---', '...', '? a', '&a', '*a'],
  ...['!a', '|', '>', '%a', '@a', '{a}', '[a]', "'", '"', '\\', '\t', '\r', '\n', '\n\n', '  a\nb', 'a \nb', 'a\n\n'],
  ...['\ta\nb', 'a\n\tb', '\u2028', '\u0085', '\u00a0', '\ufeff', '\u0000', '\u007f', '\u202e', '\uffff', '😀\n', '𝒳'],
  ...['__proto__', 'constructor', 'name', 'status', '10', '2', 'k'.repeat(130), 'k'.repeat(1100)],
];
const fragment = fc.constantFrom(...NASTY, 'a', 'b', ' ', '\n', ':', '#', '-', '"', '1', '.', '_', 'é');
/** Any text, often a nasty one. */
export const text = fc
  .oneof(
    fc.constantFrom(...NASTY),
    fc.string(),
    fc.string({ unit: anyCharacter }),
    fc.array(fragment, { maxLength: 5 }).map((parts) => parts.join('')),
  )
  .filter((each) => !/[\ufdd2\ufdd3]/.test(each));
const number = fc
  .oneof(fc.integer(), fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .map((each) => (each === 0 ? 0 : each));
/** Any value of JSON. */
export const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(text, number, fc.boolean(), fc.constant(null)),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(text, tie('json'), { maxKeys: 5 }),
  ),
}));
