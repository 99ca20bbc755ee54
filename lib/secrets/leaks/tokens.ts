import { distinct } from './entropy.js';
import type { Hit } from './leak.js';
import { isPlaceholder } from './placeholder.js';
import { TOKEN_FORMS } from './token-forms.js';

const escaped = (text: string) => text.replaceAll(/[.\-/]/g, '\\$&');
/** Longer beginnings first, so that `github_pat_` is not taken for something shorter. */
const beginnings = Object.keys(TOKEN_FORMS).sort((a, b) => b.length - a.length);
const BEGINNING = new RegExp(`(?<![A-Za-z0-9])(?:${beginnings.map(escaped).join('|')})`, 'g');

const BOT =
  /(?<![\w:.-])\d{8,10}:AA[A-Za-z0-9_-]{33}(?![\w-])|(?<![\w.-])[MNO][A-Za-z\d_-]{23,25}\.[\w-]{6}\.[\w-]{27,38}(?![\w-])/g;
const PASSWORD_HASH =
  /\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}|\$argon2(?:id|i|d)\$v=\d+\$[^\s"'`]{30,300}|\$[56]\$(?:rounds=\d+\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{43,86}|\$apr1\$[./A-Za-z0-9]{1,8}\$[./A-Za-z0-9]{22}/g;
/** `scheme://user:password@host`. */
const CREDENTIALS = /:\/\/([^\s:/@"'`<>]{0,80}):([^\s/@"'`<>]{6,120})@[A-Za-z0-9[]/g;

/** Finds tokens of known services by their form, passwords in URLs, and hashes of passwords. */
export function findTokens(text: string): Hit[] {
  return [...formed(text), ...bots(text), ...hashes(text), ...credentials(text)];
}

function formed(text: string): Hit[] {
  const hits: Hit[] = [];
  BEGINNING.lastIndex = 0;
  for (let match = BEGINNING.exec(text); match !== null; match = BEGINNING.exec(text)) {
    const offset = match.index;
    for (const { what, form } of TOKEN_FORMS[match[0]] ?? []) {
      form.lastIndex = offset;
      const found = form.exec(text)?.[0];
      if (found === undefined || isDummy(found)) continue;
      hits.push({
        code: 'leak-token',
        offset,
        end: offset + found.length,
        what: `${what} (${found.length} characters)`,
      });
      BEGINNING.lastIndex = offset + found.length;
      break;
    }
  }
  return hits;
}

/** Documentation writes tokens of one character, or says that they are examples. */
function isDummy(token: string): boolean {
  return (
    distinct(token) < 10 ||
    /EXAMPLE|x{6}|X{6}|\*{3}|0123456789|abcdefghij|eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4g/.test(token)
  );
}

function bots(text: string): Hit[] {
  return [...text.matchAll(BOT)]
    .filter(([found]) => !isDummy(found))
    .map(({ 0: found, index: offset }) => {
      const what = /^\d/.test(found) ? 'a Telegram bot token' : 'a Discord bot token';
      return { code: 'leak-token', offset, end: offset + found.length, what };
    });
}

function hashes(text: string): Hit[] {
  return [...text.matchAll(PASSWORD_HASH)].map(({ 0: found, index: offset }) => ({
    code: 'leak-password-hash',
    offset,
    end: offset + found.length,
    what: 'the hash of a password',
  }));
}

function credentials(text: string): Hit[] {
  return [...text.matchAll(CREDENTIALS)].flatMap((match) => {
    const [found, user = '', password = ''] = match;
    const offset = match.index;
    const weak =
      password === user || /^(?:user|pass|password|passwd|secret|pw|token|postgres|guest|admin)\d*$/i.test(password);
    if (weak || isPlaceholder(password) || !/\d/.test(password) || !/[a-z]/i.test(password)) return [];
    return [{ code: 'leak-token', offset, end: offset + found.length, what: 'a password in a URL' }];
  });
}
