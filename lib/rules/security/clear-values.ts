import { isUnknown } from '../../flux/tree/unknown.js';
import { assignments, isSecretName } from '../../secrets/leaks/assignments.js';
import { harmlessSpans, isWithin } from '../../secrets/leaks/harmless.js';
import { looksSecret } from '../../secrets/leaks/looks-secret.js';
import { isFilledIn } from '../../secrets/leaks/placeholder.js';
import { findPrivateKeys } from '../../secrets/leaks/private-keys.js';
import { findTokens } from '../../secrets/leaks/tokens.js';

/** Names under which any text at all is a password, however weak. */
const PASSWORD = /(?:^|[a-z_-])(?:pass(?:word|wd|phrase)|pwd)$/i;
/** Values that charts call so hold a Secret's name: `existingSecretAdminPassword`. */
const SECRET_REFERENCE = /^existing-?_?secret/i;
const NO_PASSWORD = /^(?:true|false|yes|no|none|null|\d{1,3}|\/.*|[a-z]+:\/\/.*)$/i;

/** Whether a value that stands under a name is a secret: by a known form, or because the name says so. */
export function isSecretValue(name: string, value: string): boolean {
  if (value === '' || value.length > 8_000 || isUnknown(value) || isFilledIn(value)) return false;
  if (PASSWORD.test(name) && isSecretName(name) && !SECRET_REFERENCE.test(name)) return !NO_PASSWORD.test(value);
  if (isSecretName(name) && looksSecret(value)) return true;
  return value.length >= 20 && (findTokens(value).length > 0 || findPrivateKeys(value).length > 0);
}

/** Secret text within another text. What it is never holds any of it. */
export function* secretsInText(text: string): Generator<{ readonly value: string; readonly what: string }> {
  const known = [...findPrivateKeys(text), ...findTokens(text)];
  for (const { offset, end, what } of known) yield { value: text.slice(offset, end), what };
  let harmless: ReturnType<typeof harmlessSpans> | undefined;
  for (const { name, value, offset } of assignments(text)) {
    const end = offset + value.length;
    if (isUnknown(value) || isFilledIn(value) || !looksSecret(value)) continue;
    if (known.some((hit) => hit.offset < end && offset < hit.end)) continue;
    harmless ??= harmlessSpans(text);
    if (!isWithin(harmless, offset, end)) yield { value, what: `the value of ${name}` };
  }
}

const PUBLIC_KEY =
  /(?:\.crt|\.cer|\.pub)$|^(?:known_hosts|ca|user|username|email|host|hostname|port|db|dbname|database|region|bucket|endpoint|namespace|url|server|address|domain|timezone)$/i;
const PUBLIC_VALUE =
  /^\s*(?:-----BEGIN (?:CERTIFICATE|PUBLIC KEY|RSA PUBLIC KEY)-----|ssh-[a-z0-9]+ AAAA|age1[a-z0-9]+\s*$)/;

/** Whether a Secret's value may be read by everybody: a certificate, a public key, a name; or it is not known here. */
export function isPublicText(key: string, value: string): boolean {
  if (isUnknown(value) || isFilledIn(value.trim())) return true;
  if (PUBLIC_VALUE.test(value)) return findPrivateKeys(value).length === 0;
  return PUBLIC_KEY.test(key) && findTokens(value).length === 0 && findPrivateKeys(value).length === 0;
}
