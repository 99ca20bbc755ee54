/** A piece of what stands between `{{` and `}}`. */
export type Token =
  | { readonly kind: 'field'; readonly name: string; readonly attached: boolean }
  | { readonly kind: 'dot' }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'mark'; readonly text: '(' | ')' | '|' | ':=' | '=' | ',' };

/** Actions of a Go template, in order, each as its tokens. Comments and what is no template are left out. */
export function* readActions(template: string): Generator<readonly Token[]> {
  for (let at = template.indexOf('{{'); at !== -1; ) {
    const end = endOfAction(template, at + 2);
    const inner = template.slice(at + 2, end);
    if (!/^-?\s*\/\*/.test(inner)) yield tokens(inner);
    at = template.indexOf('{{', end);
  }
}

/** Where an action ends: braces within its strings do not count. */
function endOfAction(template: string, from: number): number {
  if (/^-?\s*\/\*/.test(template.slice(from, from + 80))) {
    const end = template.indexOf('*/', from);
    return end === -1 ? template.length : end + 2;
  }
  for (let at = from; at < template.length; at++) {
    const char = template[at];
    if (char === '"' || char === "'") {
      for (at++; at < template.length && template[at] !== char && template[at] !== '\n'; at++) {
        if (template[at] === '\\') at++;
      }
    } else if (char === '`') {
      const close = template.indexOf('`', at + 1);
      if (close === -1) return template.length;
      at = close;
    } else if (char === '}' && template[at + 1] === '}') return at;
  }
  return template.length;
}

const TOKEN =
  /(\s+)|"((?:\\.|[^"\\])*)"|`([^`]*)`|'(?:\\.|[^'\\])'|\.([\p{L}_][\p{L}\p{N}_]*)|(\.)|\$([\p{L}\p{N}_]*)|([\p{L}_][\p{L}\p{N}_]*)|(:=|[()|=,])|[-+]?\d[\w.+-]*|./uy;

function tokens(action: string): Token[] {
  const found: Token[] = [];
  let spaced = true;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(action); match !== null; match = TOKEN.exec(action)) {
    const [, space, quoted, raw, field, dot, variable, word, mark] = match;
    const text = quoted ?? raw;
    if (text !== undefined) found.push({ kind: 'text', text });
    else if (field !== undefined) found.push({ kind: 'field', name: field, attached: !spaced });
    else if (dot !== undefined) found.push({ kind: 'dot' });
    else if (variable !== undefined) found.push({ kind: 'variable', name: variable });
    else if (word !== undefined) found.push({ kind: 'word', text: word });
    else if (mark !== undefined) found.push({ kind: 'mark', text: mark as ':=' });
    // Only a field that stands right behind a term belongs to it: `$x.image`, `(…).image`, not `( .image`.
    spaced = space !== undefined || mark === '(' || mark === '|' || mark === ',' || mark === '=' || mark === ':=';
  }
  return found;
}
