import { distinct } from './entropy.js';
import type { Hit } from './leak.js';

/** What begins a private key, in every form that one is kept in. Each alternative starts with its own letters: fast. */
const START =
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|LS0tLS1CRUdJTi[A-Za-z0-9+/]{16,60}|AGE-SECRET-KEY-(?:PQ-)?1[A-Z0-9]{40,}|b3BlbnNzaC1rZXktdjE[A-Za-z0-9+/\s]{20}|\bMII[B-J][A-Za-z0-9+/]{2}IBA[AD][A-Za-z0-9+/]{60}|\bMC4CAQAwBQYDK2Vw[A-Za-z0-9+/]{40}|\bMHcCAQEEI[A-Za-z0-9+/]{60}|PuTTY-User-Key-File-[23]:/gi;

/** No key is longer, in characters. */
const LONGEST = 32_000;
const DUMMY_BODY = /EXAMPLE|\.\.\.|…|<|xxxx|REDACTED/i;
/** Key text: directly after the line that begins it, whatever stands between in a program, a JSON text or a manifest. */
const BODY =
  /(?:\\r|\\n|\\t|[\s"'`+|>,\\-])*(?:[A-Za-z-]{3,24}: ?[^\n\\]{0,200}(?:\n|\\n|\\r\\n)(?:\\t|[\s"'`+,])*){0,4}([A-Za-z0-9+/=]{16,})/y;

/** Finds private keys: PEM of all kinds (OpenSSH and PGP among them), bare or in base64, PuTTY's, and age identities. */
export function findPrivateKeys(text: string): Hit[] {
  const hits: Hit[] = [];
  for (const match of text.matchAll(START)) {
    const [found] = match;
    const offset = match.index;
    const hit = (what: string, end = offset + found.length) =>
      hits.push({ code: 'leak-private-key', offset, end, what });
    if (found.startsWith('-----')) {
      const end = bodyEnd(text, offset + found.length);
      if (end !== undefined) hit(`a private key (${kindOf(found)})`, end);
    } else if (/^AGE-/i.test(found)) {
      if (distinct(found.slice(16)) >= 12)
        hit(found.length > 90 ? 'an age identity (post-quantum)' : 'an age identity');
    } else if (found.startsWith('LS0t')) {
      const start = Buffer.from(found, 'base64').toString('latin1');
      if (/^-----BEGIN [A-Z0-9 ]*PRIVATE K/.test(start)) hit('a private key in base64', base64End(text, offset));
    } else if (/^putty/i.test(found)) {
      if (/^Private-Lines:/m.test(text.slice(offset, offset + 4_000))) hit('a private key (PuTTY)');
    } else if (/^(?:b3Bl|MII|MC4|MHc)/.test(found)) hit('a private key without its PEM lines', base64End(text, offset));
  }
  return hits;
}

/** Where the text of a PEM block ends; undefined where it has none: a document may well name the line. */
function bodyEnd(text: string, start: number): number | undefined {
  BODY.lastIndex = start;
  const body = BODY.exec(text);
  const [, first = ''] = body ?? [];
  if (body === null || DUMMY_BODY.test(body[0]) || distinct(first) < 6) return undefined;
  const close = text.slice(start, start + LONGEST).indexOf('-----END');
  return close === -1 ? BODY.lastIndex : start + close;
}

function base64End(text: string, offset: number): number {
  const rest = /^[A-Za-z0-9+/=]*/.exec(text.slice(offset, offset + LONGEST));
  return offset + (rest?.[0].length ?? 0);
}

function kindOf(begin: string): string {
  const [, kind = ''] = /BEGIN ([A-Z0-9 ]*?) ?PRIVATE KEY/i.exec(begin) ?? [];
  return ['RSA', 'EC', 'DSA', 'OPENSSH', 'PGP', 'ENCRYPTED', 'ED25519'].includes(kind) ? kind : 'PEM';
}
