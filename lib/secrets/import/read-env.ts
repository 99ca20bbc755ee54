import { isDeepStrictEqual } from 'node:util';
import { parse } from 'dotenv';
import { InputError } from '../../model/error.js';

const ASSIGNMENT = /^([ \t]*(?:export[ \t]+)?)([\w.-]+)([ \t]*=[ \t]*|:[ \t]+)([^\n]*)/gm;
const MARK = /^imported-(\d+)$/;

/** One `NAME=value`, whose value may go on for several lines. */
interface Assignment {
  readonly name: string;
  /** Counted from 1. */
  readonly line: number;
  /** What follows the equals sign on the same line. */
  readonly rest: string;
}

/**
 * Variables of a `.env` file. Where readers of such files disagree, or would drop something without a word, it is
 * refused.
 *
 * @throws InputError naming the line, and never showing it.
 */
export function readEnv(text: string, file: string): Map<string, string> {
  const normal = text.replaceAll('\r\n', '\n');
  const values = parse(normal);
  const found = new Map<string, string>();
  for (const assignment of assignmentsOf(normal)) {
    const { name, line } = assignment;
    if (found.has(name)) throw new InputError(`${file}: line ${line}: ${name} is set a second time`);
    const value = values[name] ?? '';
    checkValue(assignment, value, file);
    found.set(name, value);
  }
  if (found.size === 0) throw new InputError(`${file}: holds no NAME=value`);
  refuseDroppedLines(normal, values, file);
  return found;
}

/** What looks like an assignment may be part of a value in quotes: the parser itself says which are not. */
function assignmentsOf(text: string): Assignment[] {
  const candidates: Assignment[] = [];
  const marked = text.replace(ASSIGNMENT, (_, before: string, name: string, sign: string, rest: string, at: number) => {
    candidates.push({ name, line: text.slice(0, at).split('\n').length, rest });
    return `${before}imported-${candidates.length - 1}${sign}${rest}`;
  });
  const real = Object.keys(parse(marked)).map((name) => candidates[Number(MARK.exec(name)?.[1])]);
  return real.filter((assignment) => assignment !== undefined).sort((a, b) => a.line - b.line);
}

function checkValue({ name, line, rest }: Assignment, value: string, file: string): void {
  const inQuotes = /^['"`]/.test(rest);
  if (inQuotes && hasOpenBackslash(value, rest[0] ?? '')) {
    throw new InputError(
      `${file}: line ${line}: ${name} has a backslash that readers take for different things`,
      'use single quotes, or a Kubernetes Secret with stringData',
    );
  }
  if (inQuotes && value !== '' && rest.trimEnd() === value) {
    throw new InputError(`${file}: line ${line}: ${name} has a quote that is not closed, or text after it`);
  }
  const comment = inQuotes ? -1 : rest.indexOf('#');
  if (comment === 0 || (comment > 0 && !/\s/.test(rest[comment - 1] ?? ''))) {
    throw new InputError(
      `${file}: line ${line}: ${name} has a # in its value, where some readers begin a comment`,
      'put the value in quotes, or a space before the comment',
    );
  }
}

/** In double quotes, `\n` and `\r` are what all agree on; in others, a backslash before a quote is open. */
function hasOpenBackslash(value: string, quote: string): boolean {
  if (quote === '"') return value.includes('\\');
  return value.includes(`\\${quote}`) || value.endsWith('\\');
}

/** A line that changes nothing when it is gone, and is no comment, is one that its author meant and the parser did not. */
function refuseDroppedLines(text: string, values: Readonly<Record<string, string>>, file: string): void {
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    if (/^\s*(?:#|$)/.test(line) || new RegExp(ASSIGNMENT.source).test(line)) continue;
    if (!isDeepStrictEqual(parse(lines.toSpliced(index, 1).join('\n')), values)) continue;
    throw new InputError(
      `${file}: line ${index + 1} is no NAME=value, and would be dropped`,
      'a value of several lines needs quotes',
    );
  }
}
