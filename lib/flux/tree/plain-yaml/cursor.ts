import { DASH, DOT, HASH, isBlank, NEWLINE, SPACE } from './characters.js';
import { decline } from './declined.js';

/** More levels than any manifest has, fewer than the YAML parser takes. */
const DEEPEST = 100;

/** Where the reader is, in a text whose last line ends. It stands in a line with content, until `next`. */
export class Cursor {
  /** Index of the character that comes next. */
  at = 0;
  /** Index where its line starts. */
  line = 0;
  /** Spaces before the content of the line that `next` went to; -1 where a document ends. */
  indent = -1;
  /** Whether the document ended at `---`: the cursor is behind it. */
  marked = false;
  private depth = 0;

  constructor(readonly text: string) {}

  /** On to the next line that is more than a comment. */
  next(): void {
    this.nextFrom(this.text.indexOf('\n', this.at) + 1);
  }

  /** The same, if the line that starts at `start` may be it. */
  nextFrom(start: number): void {
    const { text } = this;
    const { length } = text;
    this.marked = false;
    let line = start;
    while (line < length) {
      let at = line;
      while (text.charCodeAt(at) === SPACE) at++;
      const code = text.charCodeAt(at);
      if (code !== NEWLINE && code !== HASH) {
        this.at = at;
        this.line = line;
        this.indent = at - line;
        if (this.indent === 0 && (code === DASH || code === DOT)) this.mark();
        return;
      }
      line = code === NEWLINE ? at + 1 : text.indexOf('\n', at) + 1;
    }
    this.at = length;
    this.indent = -1;
  }

  /** Whether an entry of a list begins here. */
  atEntry(): boolean {
    return this.text.charCodeAt(this.at) === DASH && isBlank(this.text.charCodeAt(this.at + 1));
  }

  /** The first character behind spaces. */
  skipSpaces(): number {
    const { text } = this;
    let code = text.charCodeAt(this.at);
    while (code === SPACE) code = text.charCodeAt(++this.at);
    return code;
  }

  /** Declines if more than a comment follows on this line. */
  endLine(): void {
    const from = this.at;
    const code = this.skipSpaces();
    if (code !== NEWLINE && (code !== HASH || this.at === from)) decline();
  }

  /** Goes into a collection. */
  enter(): void {
    if (++this.depth > DEEPEST) decline();
  }

  leave(): void {
    this.depth--;
  }

  private mark(): void {
    if (this.text.startsWith('...', this.at)) decline();
    if (!this.text.startsWith('---', this.at) || !isBlank(this.text.charCodeAt(this.at + 3))) return;
    this.at += 3;
    this.indent = -1;
    this.marked = true;
  }
}
