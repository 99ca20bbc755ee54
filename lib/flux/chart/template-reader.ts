import { readActions, type Token } from './template-actions.js';
import { applyFunction } from './template-functions.js';
import { both, type Meaning, ROOT, Scope, UNKNOWN_MEANING } from './template-scope.js';
import type { ValueUses } from './value-uses.js';

const CONTEXT = new Set(['Chart', 'Release', 'Capabilities', 'Template', 'Files', 'Subcharts']);

/**
 * Follows what a Go template does with `.Values`: through `with`, variables and functions, as far as can be told
 * without rendering. What cannot be told is `hand` or `mention`: too much, never too little.
 */
export function readTemplate(template: string, uses: ValueUses): void {
  const scope = new Scope();
  for (const tokens of readActions(template)) new Action(tokens, scope, uses).run();
}

class Action {
  private at = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly scope: Scope,
    private readonly uses: ValueUses,
  ) {}

  run(): void {
    const [first] = this.tokens;
    const word = first?.kind === 'word' ? first.text : '';
    if (word === 'end') this.scope.leave();
    else if (word === 'define' || word === 'block') this.scope.enter('define', ROOT);
    else if (word === 'else') this.otherwise();
    else if (word === 'if' || word === 'with' || word === 'range') this.enter(word);
    else if (word !== 'break' && word !== 'continue') this.declaration();
  }

  private otherwise(): void {
    const next = this.tokens[1];
    this.scope.otherwise();
    if (next?.kind !== 'word' || !['if', 'with'].includes(next.text)) return;
    this.at = 2;
    const meaning = this.declaration();
    if (next.text === 'with') this.scope.otherwise(meaning);
  }

  private enter(kind: 'if' | 'with' | 'range'): void {
    this.at = 1;
    if (kind !== 'range') {
      const meaning = this.declaration();
      this.scope.enter(kind, kind === 'with' ? meaning : this.scope.dot);
      return;
    }
    // `range $key, $value := …` gives its variables the items, which nobody here knows.
    const mark = this.tokens.findIndex((token) => token.kind === 'mark' && token.text === ':=');
    if (mark !== -1) this.at = mark + 1;
    for (const path of this.pipeline().paths) this.uses.open(path);
    this.scope.enter(kind, UNKNOWN_MEANING);
  }

  /** `$name := pipeline`, or a pipeline. */
  private declaration(): Meaning {
    const [name, mark] = [this.tokens[this.at], this.tokens[this.at + 1]];
    const assigns = mark?.kind === 'mark' && (mark.text === ':=' || mark.text === '=');
    if (name?.kind !== 'variable' || !assigns) return this.pipeline();
    this.at += 2;
    const meaning = this.pipeline();
    this.scope.assign(name.name, meaning);
    return meaning;
  }

  private pipeline(): Meaning {
    let meaning = this.command(undefined);
    while (this.isMark('|')) {
      this.at += 1;
      meaning = this.command(meaning);
    }
    return meaning;
  }

  /** A function with its arguments, or one term; `piped` is what came through `|`. */
  private command(piped: Meaning | undefined): Meaning {
    const first = this.tokens[this.at];
    const name = first?.kind === 'word' ? first.text : undefined;
    if (name !== undefined) this.at += 1;
    const args: { meaning: Meaning; text?: string }[] = [];
    while (this.at < this.tokens.length && !this.isMark('|') && !this.isMark(')')) {
      const text = this.tokens[this.at];
      if (text?.kind === 'text') args.push({ meaning: UNKNOWN_MEANING, text: text.text });
      const before = this.at;
      const meaning = text?.kind === 'text' ? this.skip() : this.term();
      if (text?.kind !== 'text') args.push({ meaning });
      if (this.at === before) this.at += 1;
    }
    if (piped !== undefined) args.push({ meaning: piped });
    if (name !== undefined) return applyFunction(name, args, this.uses);
    return both(args.map(({ meaning }) => meaning));
  }

  private skip(): Meaning {
    this.at += 1;
    return UNKNOWN_MEANING;
  }

  private term(): Meaning {
    const token = this.tokens[this.at];
    this.at += 1;
    if (token === undefined) return UNKNOWN_MEANING;
    if (token.kind === 'mark' && token.text === '(') {
      const meaning = this.pipeline();
      if (this.isMark(')')) this.at += 1;
      return this.fields(meaning);
    }
    if (token.kind === 'dot') return this.scope.dot;
    if (token.kind === 'variable') return this.fields(this.scope.variable(token.name));
    if (token.kind !== 'field') return UNKNOWN_MEANING;
    this.at -= 1;
    return this.fields(this.scope.dot, true);
  }

  /** Fields right behind a term; the first may stand alone: `.Values`. */
  private fields(start: Meaning, alone = false): Meaning {
    let meaning = start;
    for (let first = alone; ; first = false) {
      const token = this.tokens[this.at];
      if (token?.kind !== 'field' || (!first && !token.attached)) return meaning;
      this.at += 1;
      meaning = this.field(meaning, token.name);
    }
  }

  private field(meaning: Meaning, name: string): Meaning {
    if (meaning.root && name === 'Values') return { root: false, paths: [[]] };
    // helm's own name for the values as a plain map
    if (name === 'AsMap' && meaning.paths.some((path) => path.length === 0)) return meaning;
    if (meaning.paths.length === 0) {
      // `.Values` of what nobody knows is the values again: charts hand their context on under many names.
      if (name === 'Values') return { root: false, paths: [[]] };
      if (!CONTEXT.has(name)) this.uses.mention(name);
      return UNKNOWN_MEANING;
    }
    const paths = meaning.paths.map((path) => [...path, name]);
    for (const path of paths) this.uses.read(path);
    return { root: false, paths };
  }

  private isMark(text: string): boolean {
    const token = this.tokens[this.at];
    return token?.kind === 'mark' && token.text === text;
  }
}
