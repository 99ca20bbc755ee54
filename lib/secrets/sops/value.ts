import { utf8Text } from '../../model/utf8.js';

/** Types that SOPS writes after `type:`. */
export type SopsType = 'str' | 'int' | 'float' | 'bool' | 'bytes' | 'time' | 'comment';

/** A scalar as SOPS sees it: its type, and the bytes that it encrypts and hashes. */
export interface SopsValue {
  readonly type: SopsType;
  readonly bytes: Uint8Array;
}

const TYPES: ReadonlySet<string> = new Set(['str', 'int', 'float', 'bool', 'bytes', 'time', 'comment']);

export function isSopsType(text: string): text is SopsType {
  return TYPES.has(text);
}

export function sopsValue(type: SopsType, text: string): SopsValue {
  return { type, bytes: Buffer.from(text, 'utf8') };
}

/** The value as text; undefined when its bytes are not UTF-8. */
export function textOf(value: SopsValue): string | undefined {
  return utf8Text(value.bytes);
}
