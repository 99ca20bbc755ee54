import type { SealedFile } from '../../model/secret.js';
import type { ShownFile, ShownValue } from '../../secrets/file/shown-file.js';
import { isSealedForController } from '../../secrets/sealed-secrets/ciphertext.js';
import { sealedParts } from '../../secrets/sops/sealed-parts.js';
import type { Rule } from '../rule.js';
import { atSecret, shownFiles } from './shown-files.js';

const SEAL_IT = 'whoever could read the file knows the value: change it, then seal the file';

/** Flux applies a value that stands in clear, or that somebody emptied, like any other (DC-08, S2-08). */
export const sealedValues: Rule = {
  name: 'sealed-values',
  severity: 'error',
  description: 'Every value of a sealed file is a whole ciphertext of text, and no two share a nonce.',
  remediation: 'restore the file from Git, or give the value anew with npm run secrets -- set',
  check: (input) =>
    shownFiles(input).flatMap((shown) => {
      const inClear = shown.values.filter((value) => isInClear(value, shown.file));
      const others = shown.values.filter((value) => !inClear.includes(value));
      return [
        ...atSecret(
          input,
          shown.file,
          inClear.map(({ key }) => `key "${key}" is not encrypted`),
          SEAL_IT,
        ),
        ...atSecret(input, shown.file, [
          ...others.flatMap((value) => faultOf(value, shown.file)),
          ...(shown.file.certificate === undefined ? [...sharedNonces(others), ...clearComments(shown)] : []),
        ]),
      ];
    }),
};

function isInClear({ text }: ShownValue, { certificate }: SealedFile): boolean {
  if (text === undefined || text === '') return false;
  return certificate === undefined ? !text.startsWith('ENC[AES256_GCM,') : !isSealedForController(text);
}

function faultOf({ key, text }: ShownValue, { declaration, certificate }: SealedFile): string[] {
  if (text === undefined) return [`key "${key}" holds something else than one text`];
  if (text === '') return mayBeEmpty(declaration.keys[key]) ? [] : [`key "${key}" is empty`];
  if (certificate !== undefined) return [];
  const parts = sealedParts(text);
  if (parts === undefined) return [`key "${key}" is no ciphertext that SOPS can have written`];
  return parts.type === 'str' ? [] : [`key "${key}" opens to a value of type ${parts.type}, and a Secret holds text`];
}

/** SOPS has nothing to hide in empty text, and leaves it. */
function mayBeEmpty(key: SealedFile['declaration']['keys'][string] | undefined): boolean {
  return key?.schema?.safeParse('').success === true;
}

/** Two values under one key and one nonce give each other away. */
function sharedNonces(values: readonly ShownValue[]): string[] {
  const owners = new Map<string, string>();
  return values.flatMap(({ key, text = '' }) => {
    const iv = sealedParts(text)?.iv;
    if (iv === undefined) return [];
    const owner = owners.get(iv);
    owners.set(iv, key);
    return owner === undefined ? [] : [`keys "${owner}" and "${key}" are sealed with one nonce`];
  });
}

const VALUES = /^(?:data|stringData):[^\n]*\n(?:[ \t]+[^\n]*\n|\n)*/gm;
const COMMENT =
  /^[ \t]+#(?![ \t]*ENC\[AES256_GCM,)|^[ \t]+[^\n]*ENC\[AES256_GCM,[^\]\n]*\][ \t]+#(?![ \t]*ENC\[AES256_GCM,)/m;

/** SOPS seals comments among values, too: one in clear was added by hand. */
function clearComments({ text }: ShownFile): string[] {
  const values = text.includes('#') ? (text.match(VALUES) ?? []) : [];
  return values.some((part) => COMMENT.test(part)) ? ['a comment in clear stands among the values'] : [];
}
