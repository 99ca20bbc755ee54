/** A value that is given to a name which says that it is secret. */
export interface Assignment {
  readonly name: string;
  readonly value: string;
  /** Where the value starts. */
  readonly offset: number;
  readonly quoted: boolean;
}

const SECRET_NAME =
  /pass(?:w(?:or)?d|phrase)|pwd|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|(?:encryption|signing|sealing|master|account|auth|shared|ssh|data|cookie|session|jwt|hmac|service|admin)[-_]?key|credential|authorization|bearer|_auth\b/gi;
/** Words that make such a name harmless: it says where the secret is, what it is called, or how it looks. */
const ABOUT = new Set(
  (
    'name names ref refs reference url uri path paths file files dir folder type types format length size count ttl expiry ' +
    'expires expiration algorithm alg policy digest checksum fingerprint version public label title description hint ' +
    'regex pattern schema field column class selector prefix suffix template rotation issued limit max min index ' +
    'recipient scope scopes kind store mount volume annotation header endpoint realm issuer audience source color ' +
    'sha256 sha1 sha512 md5 integrity placeholder example'
  ).split(' '),
);
/** From the end of the name to the value. */
const SEPARATOR =
  /["'`]?\]?[ \t]{0,8}(?::=|=>|[:=])[ \t]{0,8}|["'`]?,?\s{0,40}["']?value["']?[ \t]{0,4}[:=][ \t]{0,8}|["'`][ \t]{0,4},[ \t]{0,8}(?=["'`])/y;
const FLAG_SEPARATOR = /[ \t]{1,4}/y;
const SCHEME = /(?:Bearer|Basic|Token|Bot)[ \t]{1,4}/iy;
const QUOTED = /(?<quote>["'`])(?<value>(?:(?!\k<quote>)[^\n]){1,512})\k<quote>/y;
const BARE = /[^\s"'`,;(){}[\]<>]{1,512}/y;
/** Which characters a name has, by their code. */
const IN_NAME = Uint8Array.from({ length: 128 }, (_, code) => Number(/[A-Za-z0-9_.-]/.test(String.fromCharCode(code))));
const SLASH = '/'.charCodeAt(0);
const LONGEST_NAME = 64;

/** Finds values of names such as `password`, `API_TOKEN` or `--client-secret`, in whatever language. */
export function* assignments(text: string): Generator<Assignment> {
  SECRET_NAME.lastIndex = 0;
  const pattern = new RegExp(SECRET_NAME);
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [start, end] = nameAround(text, match.index, match.index + match[0].length);
    pattern.lastIndex = Math.max(pattern.lastIndex, end);
    if (end - start > LONGEST_NAME) continue;
    // Most names are given nothing, so that comes before the question what the name is about.
    const at = valueStart(text, start, end);
    const found = at === undefined ? undefined : valueAt(text, at);
    if (found === undefined) continue;
    const name = text.slice(start, end);
    if (!isAbout(name)) yield { name, ...found };
  }
}

/** Whether a name says that its value is secret, rather than where it is or what it is called. */
export function isSecretName(name: string): boolean {
  SECRET_NAME.lastIndex = 0;
  return name.length <= LONGEST_NAME && SECRET_NAME.test(name) && !isAbout(name);
}

/** Names come again and again. */
const judged = new Map<string, boolean>();

function isAbout(name: string): boolean {
  let about = judged.get(name);
  if (about === undefined) {
    about = hasWordAbout(name);
    judged.set(name, about);
  }
  return about;
}

function hasWordAbout(name: string): boolean {
  const words = name
    .replaceAll(/([a-z\d])(?=[A-Z])/g, '$1 ')
    .toLowerCase()
    .split(/[^a-z\d]+/);
  return words.some((word) => ABOUT.has(word)) || /key[-_ ]?id$/i.test(name);
}

function nameAround(text: string, from: number, to: number): [number, number] {
  let start = from;
  let end = to;
  // `checksum/secret`: what comes before may say what it is about.
  const isBefore = (code: number) => IN_NAME[code] === 1 || code === SLASH;
  while (start > 0 && from - start < LONGEST_NAME && isBefore(text.charCodeAt(start - 1))) start -= 1;
  while (end < text.length && end - to < LONGEST_NAME && IN_NAME[text.charCodeAt(end)] === 1) end += 1;
  return [start, end];
}

function valueStart(text: string, start: number, end: number): number | undefined {
  const after = (pattern: RegExp, at: number) => {
    pattern.lastIndex = at;
    return pattern.test(text) ? pattern.lastIndex : undefined;
  };
  const isFlag = text.startsWith('--', start);
  const isBearer = /^(?:bearer|authorization)$/i.test(text.slice(start, end));
  const at = after(SEPARATOR, end) ?? (isFlag || isBearer ? after(FLAG_SEPARATOR, end) : undefined);
  if (at === undefined) return undefined;
  // In a header's value the scheme comes first, maybe within quotes.
  const inner = /["'`]/.test(text[at] ?? '') ? at + 1 : at;
  return after(SCHEME, inner) ?? at;
}

function valueAt(text: string, at: number): Omit<Assignment, 'name'> | undefined {
  QUOTED.lastIndex = at;
  const quoted = QUOTED.exec(text)?.groups?.value;
  if (quoted !== undefined) return { value: quoted, offset: at + 1, quoted: true };
  BARE.lastIndex = at;
  const bare = BARE.exec(text)?.[0];
  return bare === undefined ? undefined : { value: bare, offset: at, quoted: /["'`]/.test(text[at - 1] ?? '') };
}
