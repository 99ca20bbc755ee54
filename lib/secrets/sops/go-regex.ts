// What Go's regular expressions and JavaScript's (with the u flag) read alike. Everything else has another meaning in
// one of them, or none: look-around, back references, flags in groups, POSIX classes, `]` first in a class.
const SHARED =
  /^(?:[^\\[\](){}|*+?.$^]|[|.$^]|\\[dDwWbBtnrfv]|\\[!-/:-@[-`{-~]|\((?:\?:|(?!\?))|\)|[*+?]\??|\{\d{1,3}(?:,\d{0,3})?\}\??)*$/;
const CLASS = /\[\^?(?:[^\\[\]]|\\[dDwWtnrfv]|\\[!-/:-@[-`{-~])+\]/g;

/**
 * A regular expression of SOPS' configuration, with the meaning that Go gives it. `(?i)` may stand first.
 * @returns undefined when the two languages do not agree on it.
 */
export function goRegex(pattern: string): RegExp | undefined {
  const [, ignoreCase, body = ''] = /^(\(\?i\))?(.*)$/su.exec(pattern) ?? [];
  if (!SHARED.test(body.replace(CLASS, '.'))) return undefined;
  try {
    return new RegExp(translate(body), ignoreCase === undefined ? 'u' : 'iu');
  } catch {
    return undefined;
  }
}

/** Go's `.` stops at line feeds alone, and Go lets a backslash stand before every mark. */
function translate(body: string): string {
  return body.replace(/\\.|\[(?:\\.|[^\]])*\]|\./gsu, (token) => {
    if (token === '.') return '[^\\n]';
    return token.replace(/\\([!-/:-@[-`{-~])/g, (_, mark: string) => `\\u{${mark.charCodeAt(0).toString(16)}}`);
  });
}
