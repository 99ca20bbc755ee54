/** A piece of a template: text, or a reference to a variable. */
export type Part = string | Reference;

/** `${name}` with what it does to the value. */
export interface Reference {
  readonly name: string;
  /** Empty for the value as it is; `length` for `${#name}`; otherwise as written: `:=`, `^^`, `//`. */
  readonly operator: string;
  /** What the operator works with; a default may consist of several pieces. */
  readonly args: readonly Part[];
  /** Index of its `$` in the text. */
  readonly index: number;
}

/** Thrown for a `${…}` that Flux cannot read; `index` is that of its `$`. */
export class UnreadableReference extends Error {
  constructor(readonly index: number) {
    super('unreadable reference');
    this.name = 'UnreadableReference';
  }
}

const NAME = /[\p{L}\p{Nd}_]+/uy;
const DEFAULT = /=|:[-=?+]/y;
const CASE = /[,^]{1,2}/y;

/**
 * Takes a text apart at its references, where Flux does: outside of them `$$` is `$`. What stands inside is read by
 * the rules of its operator, which are narrower than a shell's: an argument is one text or one reference, and only a
 * default may be several.
 *
 * @throws UnreadableReference
 */
export function readTemplate(text: string): readonly Part[] {
  const reader = new Reader(text);
  return reader.all();
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  all(): readonly Part[] {
    const parts: Part[] = [];
    while (this.at < this.text.length) {
      const start = this.at;
      try {
        parts.push(this.opens() ? this.reference() : this.outside());
      } catch (error) {
        // Of nested references the outermost is the one that a person sees.
        throw error instanceof UnreadableReference ? new UnreadableReference(start) : error;
      }
    }
    return parts;
  }

  private opens(): boolean {
    return this.text.startsWith('${', this.at);
  }

  /** Text up to the next reference, where only `$$` means something else. */
  private outside(): string {
    let out = '';
    while (this.at < this.text.length && !this.opens()) {
      const dollar = this.text.indexOf('$', this.at);
      const end = dollar === -1 ? this.text.length : dollar;
      out += this.text.slice(this.at, end);
      this.at = end;
      if (dollar === -1 || this.opens()) break;
      out += '$';
      this.at += this.text[end + 1] === '$' ? 2 : 1;
    }
    return out;
  }

  /** Text up to a reference or a character that does not belong; `escapes` are those whose escaping is read. */
  private plain(belongs: (char: string) => boolean, escapes: '' | '$\\'): string {
    let out = '';
    while (this.at < this.text.length && !this.opens()) {
      const char = this.text[this.at] as string;
      const next = this.text[this.at + 1] ?? '';
      const escaped =
        escapes.includes(char) && ((char === '$' && next === '$') || (char === '\\' && /[/\\]/.test(next)));
      if (!escaped && !belongs(char)) break;
      out += escaped ? next : char;
      this.at += escaped ? 2 : 1;
    }
    return out;
  }

  private reference(): Reference {
    const index = this.at;
    this.at += 2;
    if (this.take('#')) return this.closed({ name: this.match(NAME), operator: 'length', args: [], index });
    const name = this.match(NAME);
    const next = this.text[this.at] ?? '';
    const head = { name, index };
    if (next === '=' || /^:[-=?+]/.test(this.text.slice(this.at, this.at + 2))) return this.withDefault(head);
    if (next === ':') return this.substring(head);
    if (next === ',' || next === '^') return this.closed({ ...head, operator: this.match(CASE), args: [] });
    if (next === '/') return this.replacement(head);
    if (next === '#' || next === '%') {
      const operator = this.doubled(next);
      return this.closed({ ...head, operator, args: [this.argument(notClosing)] });
    }
    return this.closed({ ...head, operator: '', args: [] });
  }

  private withDefault(head: Pick<Reference, 'name' | 'index'>): Reference {
    const operator = this.match(DEFAULT);
    const args: Part[] = [];
    while (this.text[this.at] !== '}') args.push(this.argument(notClosing));
    return this.closed({ ...head, operator, args });
  }

  private substring(head: Pick<Reference, 'name' | 'index'>): Reference {
    this.at += 1;
    // Flux loses its place after a character of several bytes here.
    if ((this.text.codePointAt(this.at) ?? 0) > 0x7f) throw this.unreadable();
    const args = [this.argument((char) => char !== ':' && char !== '}')];
    if (this.take(':')) {
      while (this.take(':'));
      args.push(this.argument(notClosing));
    }
    return this.closed({ ...head, operator: ':', args });
  }

  private replacement(head: Pick<Reference, 'name' | 'index'>): Reference {
    this.at += 1;
    const second = /[/#%]/.exec(this.text[this.at] ?? '')?.[0] ?? '';
    this.at += second.length;
    const args = [this.argument((char) => char !== '/', '$\\')];
    if (!this.take('/')) throw this.unreadable();
    while (this.take('/'));
    if (this.text[this.at] !== '}') args.push(this.argument(notClosing, '$\\'));
    return this.closed({ ...head, operator: `/${second}`, args });
  }

  private argument(belongs: (char: string) => boolean, escapes: '' | '$\\' = ''): Part {
    if (this.opens()) return this.reference();
    const text = this.plain(belongs, escapes);
    if (text === '') throw this.unreadable();
    return text;
  }

  private closed(reference: Reference): Reference {
    if (!this.take('}')) throw this.unreadable();
    return reference;
  }

  private doubled(char: string): string {
    this.at += 1;
    return this.take(char) ? char + char : char;
  }

  private take(char: string): boolean {
    if (this.text[this.at] !== char) return false;
    this.at += 1;
    return true;
  }

  private match(form: RegExp): string {
    form.lastIndex = this.at;
    const found = form.exec(this.text)?.[0];
    if (found === undefined) throw this.unreadable();
    this.at += found.length;
    return found;
  }

  private unreadable(): UnreadableReference {
    return new UnreadableReference(this.at);
  }
}

function notClosing(char: string): boolean {
  return char !== '}';
}
