import type { SopsErrorCode } from '../../../lib/secrets/sops/error.js';

export const TAMPERED_PLAIN = `apiVersion: v1
kind: Secret
metadata:
    name: n8n
    namespace: automation
    labels:
        app: n8n
        tier: "1"
type: Opaque
stringData:
    # how to get in
    password: hunter2-hunter2
    port: "5678"
    empty: ""
`;

/**
 * What happens to a changed file here.
 * - an error code: it does not open; the error names the file
 * - `shown`: it opens, as the MAC does not cover this; what it shows without any key is not what it showed before, and
 *   must equal its declaration, so `npm run check` refuses it
 * - `comment`: it opens to the same values, with other comments
 * - `type`: it opens to the same bytes of another type, which the rules refuse in a Secret
 * - `harmless`: it opens to the same text, and shows the same
 */
export type Outcome = SopsErrorCode | 'shown' | 'comment' | 'type' | 'harmless';

export interface Tampering {
  readonly what: string;
  readonly change: (sealed: string) => string;
  readonly ours: Outcome;
  /** Whether the real sops opens the file all the same. */
  readonly sopsOpens: boolean;
}

/** A recipient whose identity nobody kept. */
const SOMEBODY = 'age1lm29ffdx7hhm3hu77r4f947sr7n8t095yzlr4tpt03jqlw46sqks0p8kk6';

/** Every class of bytes of a sealed file, and every way to move them about. */
export const TAMPERINGS: readonly Tampering[] = [
  ...all('SOPS_MAC', false, {
    'a clear value': swap('namespace: automation', 'namespace: other'),
    'two clear values swapped': swap(/name: n8n\n( *)namespace: automation/, 'name: automation\n$1namespace: n8n'),
    'a clear value removed': swap(/ *tier: .*\n/, ''),
    'a clear value added': swap('type: Opaque\n', 'type: Opaque\nimmutable: true\n'),
    'the kind': swap('kind: Secret', 'kind: ConfigMap'),
    'a sealed value removed': swap(/ *port: .*\n/, ''),
    'a sealed value emptied': swap(/port: ENC.*/, 'port: ""'),
    'a sealed value made null': swap(/port: ENC.*/, 'port: null'),
    'sealed values in another order': swap(/( *password: .*\n)( *port: .*\n)/, '$2$1'),
    'the MAC': swap(/(mac: ENC\[AES256_GCM,data:)(.)/, flip),
    'the MAC’s nonce': swap(/(mac: ENC.*,iv:)(.)/, flip),
    'no MAC': swap(/mac: .*/, 'mac: ""'),
    'the time': swap('2026-01-02T03:04:05Z', '2026-01-02T03:04:06Z'),
    'what is sealed: less': swap('^(data|stringData)$', '^(data)$'),
    'what the MAC covers': swap('    version:', '    mac_only_encrypted: true\n    version:'),
    'a document with values': (text) => `${text}---\nkind: Secret\n`,
  }),
  ...all('SOPS_VALUE', false, {
    'the name of a sealed value': swap('password:', 'passwort:'),
    'a byte of ciphertext': swap(/(password: ENC\[AES256_GCM,data:)(.)/, flip),
    'a byte of a nonce': swap(/(password: ENC.*,iv:)(.)/, flip),
    'a byte of a tag': swap(/(password: ENC.*,tag:)(.)/, flip),
    'a type that there is not': swap(/(port: ENC.*,type:)str/, '$1word'),
    'two sealed values swapped': swap(/password: (ENC.*)\n( *)port: (ENC.*)/, 'password: $3\n$2port: $1'),
    'a sealed value twice, under another name': swap(/( *)port: (ENC.*)\n/, '$1port: $2\n$1copy: $2\n'),
    'a clear text where ciphertext belongs': swap(/port: ENC.*/, 'port: "5678"'),
    'what is sealed: more': swap('^(data|stringData)$', '^(data|stringData|type)$'),
  }),
  ...all('SOPS_VALUE', true, {
    'spare bits of base64': swap(/(password: ENC.*,tag:.{21})(.)/, (_, before, last) => before + spare(last)),
    'text after the bracket': swap(/(port: ENC.*)/, '$1x'),
  }),
  ...all('SOPS_NO_IDENTITY', false, {
    'the wrapped key’s header': swap(/(BEGIN AGE ENCRYPTED FILE-----\n\s+.{30})(.)/, flip),
    'the wrapped key’s payload': swap(/(.{20})(.)(.{20}\n\s+-----END AGE)/, (all, a, b, c) => flip(all, a, b) + c),
    'no armor': swap(/-----BEGIN AGE ENCRYPTED FILE-----/, '-----BEGIN AGE ENCRYPTED FILE----'),
    'no recipient': swap(/ {4}age:\n(?: {6,}.*\n)+/, '    age: []\n'),
  }),
  ...all('SOPS_SYNTAX', false, {
    'a key twice': swap(/( *port: .*\n)/, '$1$1'),
    'a tab': swap('    port:', '\tport:'),
    'no YAML': (text) => `${text}: [`,
    'a control character': swap('type: Opaque\n', 'type: Opaque # \u0007\n'),
    'a Unicode line break in a comment, which ends it for Go': swap('type: Opaque\n', 'type: Opaque # \u2028kind: x\n'),
  }),
  ...all('SOPS_NOT_SEALED', false, { 'no metadata': (text) => text.slice(0, text.indexOf('sops:')) }),
  ...all('SOPS_UNSUPPORTED', false, {
    'a second choice of what is sealed': swap('    version:', '    unencrypted_suffix: _x\n    version:'),
  }),
  ...all('SOPS_UNSUPPORTED', true, {
    'an alias for a clear value': swap(/name: n8n\n([\s\S]*)app: n8n/, 'name: &a n8n\n$1app: *a'),
  }),
  ...all('shown', true, {
    'quotes of a clear value': swap('tier: "1"', 'tier: 1'),
    'the name of a clear value': swap('app: n8n', 'apq: n8n'),
    'a boundary between clear values': swap(
      /name: n8n\n( *)namespace: automation/,
      'name: n8na\n$1namespace: utomation',
    ),
    'a clear value moved': swap('labels:', 'annotations:'),
    'an empty clear field added': swap('    labels:', '    finalizers: []\n    labels:'),
    'a null field added': swap('type: Opaque\n', 'type: Opaque\nimmutable:\n'),
    'an empty value added': swap('    empty:', '    more: ""\n    empty:'),
    'an empty value removed': swap(/ *empty: .*\n/, ''),
    'a recipient’s name': swap(/recipient: age1\w+/, `recipient: ${SOMEBODY}`),
    'another way to say what is sealed': swap('^(data|stringData)$', '^(stringData|data)$'),
    'an empty document': (text) => `${text}---\na: ""\n`,
  }),
  ...all('comment', true, {
    'a byte of a sealed comment': swap(/(#ENC\[AES256_GCM,data:)(.)/, flip),
    'a comment removed': swap(/ *#ENC.*\n/, ''),
    'a comment added': swap('    port:', '    # word\n    port:'),
  }),
  ...all('type', true, { 'a type that fits as well': swap(/(port: ENC.*,type:)str/, '$1int') }),
  ...all('harmless', true, {
    'the version': swap(/version: .*/, 'version: 3.0.0'),
    'line ends': (text) => text.replaceAll('\n', '\r\n'),
    'empty lines': swap('type:', '\n\ntype:'),
    indentation: swap(/^ {4}labels:\n {8}app:(.*)\n {8}tier:/m, '    labels:\n      app:$1\n      tier:'),
    'quotes of ciphertext': swap(/port: (ENC.*)/, 'port: "$1"'),
    'order of the metadata': swap(/( {4}lastmodified: .*\n)( {4}mac: .*\n)/, '$2$1'),
    'an unknown entry of the metadata': swap('    version:', '    note: word\n    version:'),
    'no line end at the end': (text) => text.trimEnd(),
  }),
];

function all(
  ours: Outcome,
  sopsOpens: boolean,
  changes: Readonly<Record<string, (sealed: string) => string>>,
): Tampering[] {
  return Object.entries(changes).map(([what, change]) => ({ what, change, ours, sopsOpens }));
}

function swap(from: string | RegExp, to: string | ((...match: string[]) => string)): (sealed: string) => string {
  return (sealed) => sealed.replace(from, to as string);
}

/** Changes the second of two groups, one base64 character. */
function flip(_: string, before: string, character: string): string {
  return before + (character === 'A' ? 'B' : 'A');
}

/** Base64 of 16 bytes ends in a character of which four bits say nothing. */
function spare(last: string): string {
  return String.fromCharCode(last.charCodeAt(0) + 1);
}
