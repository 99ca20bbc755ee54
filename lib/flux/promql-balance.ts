const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const SIGNS = /[()[\]{}"'`#]/g;
const QUOTES = new Set(['"', "'", '`']);
/** What has to be followed by something. */
const UNFINISHED = /(?:[-+*/%^,=<>!~@]|(?:^|[^\w:])(?:and|or|unless|by|without|on|ignoring|offset|bool))\s*$/;

/**
 * What is plainly wrong with the form of a PromQL expression: brackets that do not fit, a text without an end, an
 * operator that nothing follows. Undefined where nothing is; only Prometheus itself knows the rest.
 */
export function promqlProblem(expression: string): string | undefined {
  const open: string[] = [];
  // What comes after the last text or comment; nothing else can stand at the end.
  let rest = 0;
  let last = '';
  SIGNS.lastIndex = 0;
  for (let found = SIGNS.exec(expression); found !== null; found = SIGNS.exec(expression)) {
    const [sign] = found;
    if (sign === '#') {
      last += expression.slice(rest, found.index);
      const end = expression.indexOf('\n', found.index);
      SIGNS.lastIndex = rest = end === -1 ? expression.length : end;
    } else if (QUOTES.has(sign)) {
      const end = endOfText(expression, found.index, sign);
      if (end >= expression.length) return `has a text without its closing ${sign}`;
      last = 'text';
      SIGNS.lastIndex = rest = end + 1;
    } else if (CLOSING[sign] !== undefined) open.push(CLOSING[sign]);
    else if (open.pop() !== sign) return `has a "${sign}" that closes nothing`;
  }
  const missing = open.at(-1);
  if (missing !== undefined) return `lacks a closing "${missing}"`;
  const end = (last + expression.slice(rest)).trim();
  if (end === '') return 'is empty';
  const unfinished = UNFINISHED.exec(end.slice(-20));
  return unfinished === null ? undefined : `ends with "${unfinished[0].trim()}"`;
}

function endOfText(text: string, start: number, quote: string): number {
  let at = start + 1;
  while (at < text.length && text[at] !== quote) at += text[at] === '\\' && quote !== '`' ? 2 : 1;
  return at;
}
