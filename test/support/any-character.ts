import * as fc from 'fast-check';

/**
 * Any character of Unicode. fast-check's own `unit: 'binary'` means the same, but first makes a map of all million of
 * them, a second in every file that uses it.
 */
export const anyCharacter = fc.integer({ min: 0, max: 0x10f7ff }).map(
  // Half of a surrogate pair is no character.
  (at) => String.fromCodePoint(at < 0xd800 ? at : at + 0x800),
  (character) => {
    const code = typeof character === 'string' ? character.codePointAt(0) : undefined;
    if (code === undefined || String.fromCodePoint(code) !== character) throw new Error('not one character');
    return code < 0xd800 ? code : code - 0x800;
  },
);
