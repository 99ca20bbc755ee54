import { distinct, entropy, unrest } from './entropy.js';
import { isPlaceholder } from './placeholder.js';

/** Whether a value that is called secret can be one, rather than a word, a name, a path or a call. */
export function looksSecret(value: string): boolean {
  if (value.length < 10 || !/\d/.test(value) || !/[A-Za-z]/.test(value) || /\s/.test(value)) return false;
  if (value.length < 12 && !/[!@#$%^&*?]/.test(value)) return false;
  if (isName(value) || isPlace(value) || CALL_OR_PATTERN.test(value) || isPlaceholder(value)) return false;
  return entropy(value) >= (value.length < 16 ? 3.1 : 3.2);
}

const CALL_OR_PATTERN = /[()\\]|=>|\$\w|::|\[[a-zA-Z0-9]-|\]?[{+*]\d*,?\d*\}|\]\{/;

/** Words with few digits, however they are joined: `letsencrypt-prod-2`, `ghcrPullSecret`, `v1.2.3`, `AUTH_TOKEN_2`. */
function isName(value: string): boolean {
  const parts = value.split(/[-_.:/@,+=~]|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/).filter((part) => part !== '');
  const word = /^(?:[A-Za-z]{2,}\d{0,3}|[a-z]|\d{1,4}|[a-z]{1,3}\d{1,4}[a-z]{0,4}|\d{1,4}[a-z]{1,6})$/i;
  return parts.every((part) => word.test(part)) && value.length / parts.length >= 3.5 && unrest(value) < 0.45;
}

/** A URL, a path, a host, or a file's name. */
function isPlace(value: string): boolean {
  if (/^[\w.-]+\.(?:json|ya?ml|toml|ini|conf|cfg|env|properties|xml|txt|pem|crt|p12|pfx|jks)$/i.test(value))
    return true;
  return /^(?:[a-z][a-z0-9+.-]*:\/\/|\.{0,2}\/|~\/|[a-z0-9.-]+\.(?:svc|local|com|org|net|io|dev)(?:[:/]|$))/i.test(
    value,
  );
}

/** Upper case, lower case and digits without any order. Digests in hex have no upper case; names have words. */
export function looksRandom(value: string): boolean {
  const bare = value.replace(/=+$/, '');
  // The beginning of a SealedSecret's value, cut off.
  if (/^Ag[A-D]/.test(bare)) return false;
  if (!/[A-Z]/.test(bare) || !/[a-z]/.test(bare) || !/\d.*\d/.test(bare)) return false;
  if (unrest(bare) < 0.38 || distinct(bare) < 16 || isMadeOfWords(bare) || isEncodedText(value)) return false;
  return entropy(bare) >= 0.83 * Math.log2(Math.min(bare.length, 64));
}

/** `IoK8sApiCoreV1ConfigMapVolumeSource`: in random text runs of three small letters are rare. */
function isMadeOfWords(value: string): boolean {
  const words = value.match(/[A-Z]?[a-z]{3,}/g) ?? [];
  return words.join('').length > value.length * 0.45;
}

/** Base64 of a sentence; that of a password still looks secret when it is decoded. */
function isEncodedText(value: string): boolean {
  const decoded = Buffer.from(value, 'base64').toString('latin1');
  return /^[\t\n\r\x20-\x7e]*$/.test(decoded) && !looksSecret(decoded);
}
