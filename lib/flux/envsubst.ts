/**
 * What Flux's post-build substitution makes of a text, for checks of what will be applied: the dialect of
 * kustomize-controller's envsubst, with strict mode as Flux 2.9 has it.
 */

/** Thrown where Flux would refuse the whole Kustomization. */
export class EnvsubstError extends Error {
  constructor(
    readonly code: 'SUBSTITUTION_UNDEFINED' | 'SUBSTITUTION_UNPARSABLE',
    message: string,
    /** Index of the `$` in the text. */
    readonly index: number,
  ) {
    super(message);
    this.name = 'EnvsubstError';
  }
}

export interface EnvsubstOptions {
  /** Refuse a bare `${X}` without value, as Flux 2.9 does; otherwise it becomes the empty string. @default true */
  readonly strict?: boolean;
}

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
/** Longest first. `:?` and `:+` act like `:-`; `=` and `:=` are the same here, since nothing is assigned. */
const DEFAULT_OPERATORS = [':=', ':-', ':?', ':+', '='];

/**
 * Text after substitution: `$$` is `$`, `${NAME}` its value, `${NAME:=default}` and `${NAME:-default}` the default
 * where NAME is unset or empty, `${NAME=default}` where it is unset; a default may hold further references. `$NAME`,
 * `$(…)` and a lone `$` are text.
 *
 * @throws EnvsubstError for an undefined variable without default, and for any other form in `${…}`. Case changes,
 *   substrings and replacements, which the controller has too, are none of ours and count as unparsable.
 */
export function envsubst(
  text: string,
  values: ReadonlyMap<string, string | undefined>,
  { strict = true }: EnvsubstOptions = {},
): string {
  const reader = new Reader(text, values, strict);
  return reader.until(undefined);
}

class Reader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly values: ReadonlyMap<string, string | undefined>,
    private readonly strict: boolean,
  ) {}

  /** Reads up to a closing character, or to the end; the closing character is left to the caller. */
  until(close: '}' | undefined): string {
    let out = '';
    while (this.at < this.text.length) {
      const char = this.text[this.at] as string;
      if (char === close) break;
      if (this.text.startsWith('$$', this.at)) {
        out += '$';
        this.at += 2;
      } else if (this.text.startsWith('${', this.at)) {
        out += this.reference();
      } else {
        out += char;
        this.at += 1;
      }
    }
    return out;
  }

  private reference(): string {
    const start = this.at;
    this.at += 2;
    NAME.lastIndex = this.at;
    const name = NAME.exec(this.text)?.[0];
    if (name === undefined) throw this.unparsable(start);
    this.at += name.length;
    const operator = DEFAULT_OPERATORS.find((one) => this.text.startsWith(one, this.at));
    let fallback: string | undefined;
    if (operator !== undefined) {
      this.at += operator.length;
      fallback = this.until('}');
    }
    if (this.text[this.at] !== '}') throw this.unparsable(start);
    this.at += 1;
    return this.valueOf(name, operator, fallback, start);
  }

  private valueOf(name: string, operator: string | undefined, fallback: string | undefined, start: number): string {
    const value = this.values.get(name);
    if (fallback !== undefined) return value === undefined || (value === '' && operator !== '=') ? fallback : value;
    if (value !== undefined) return value;
    if (!this.strict) return '';
    throw new EnvsubstError('SUBSTITUTION_UNDEFINED', `variable ${name} is not defined`, start);
  }

  private unparsable(start: number): EnvsubstError {
    const shown = this.text.slice(start, start + 30).split('\n')[0];
    return new EnvsubstError('SUBSTITUTION_UNPARSABLE', `"${shown}" is no reference that Flux can parse`, start);
  }
}
