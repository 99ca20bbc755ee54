/**
 * charts/versions.yaml with one more entry, in the order of names. Everything else stays as it is, comments too, so that
 * the diff is the entry.
 */
export function pinVersion(
  text: string,
  section: 'charts' | 'images',
  key: string,
  version: Readonly<Record<string, string | undefined>>,
): string {
  const fields = Object.entries(version).filter(([, value]) => value !== undefined) as [string, string][];
  const entry = [`  ${scalar(key)}:`, ...fields.map(([field, value]) => `    ${field}: ${scalar(value)}`)];
  const lines = text.replace(/\n$/, '').split('\n');
  const start = lines.findIndex((line) => new RegExp(`^${section}:(?: \\{\\})?$`).test(line));
  if (start === -1) return [...lines, `${section}:`, ...entry, ''].join('\n');
  lines[start] = `${section}:`;
  const length = lines.slice(start + 1).findIndex((line) => /^\S/.test(line) && !line.startsWith('#'));
  const end = length === -1 ? lines.length : start + 1 + length;
  const isLater = (line: string) => (/^ {2}["']?([^\s"'#:]+)["']?:$/.exec(line)?.[1] ?? '') > key;
  const later = lines.slice(start + 1, end).findIndex(isLater);
  // A comment above the next entry belongs to that entry.
  let at = later === -1 ? end : start + 1 + later;
  while (later !== -1 && lines[at - 1]?.trimStart().startsWith('#')) at--;
  return [...lines.slice(0, at), ...entry, ...lines.slice(at), ''].join('\n');
}

/** What YAML would read as a number, a date or a truth value is quoted. */
const NUMBER = /^[\d_]*\.?[\d_]*(?:[eE][-+]?\d+)?$|^0[box]|^[\d:]+$|^\d{4}-\d\d?-\d\d?$/;
const WORD = /^(?:y|yes|no|n|on|off|true|false|null)$/i;

function scalar(text: string): string {
  const isPlain = /^[A-Za-z0-9][\w./:@+-]*$/.test(text) && !NUMBER.test(text) && !WORD.test(text);
  return isPlain ? text : JSON.stringify(text);
}
