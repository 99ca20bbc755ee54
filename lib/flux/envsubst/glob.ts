/** True where a whole text fits the pattern. */
export type Glob = (text: string) => boolean;

/**
 * A pattern of `${name#pattern}`: `*`, `?`, `[a-z]`, `[^a-z]` and `\` before a character that stands for itself.
 * @returns undefined for a pattern that cannot be read, such as an open bracket.
 */
export function readGlob(pattern: string): Glob | undefined {
  let form = '';
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] as string;
    if (char === '*') form += '[\\s\\S]*';
    else if (char === '?') form += '[\\s\\S]';
    else if (char === '[') {
      const found = /^\[(\^?)((?:(?:\\[\s\S]|[^\\\]-])(?:-(?:\\[\s\S]|[^\\\]-]))?)+)\]/.exec(pattern.slice(at));
      if (found === null) return undefined;
      form += `[${found[1]}${(found[2] as string).replace(/\\?([[\]^&|~\\])/g, '\\$1')}]`;
      at += found[0].length - 1;
    } else if (char === '\\') {
      at += 1;
      if (at === pattern.length) return undefined;
      form += literal(pattern[at] as string);
    } else form += literal(char);
  }
  try {
    const whole = new RegExp(`^(?:${form})$`);
    return (text) => whole.test(text);
  } catch {
    return undefined;
  }
}

function literal(char: string): string {
  return char.replace(/[.*+?^${}()|[\]\\/]/, '\\$&');
}
