import { distinct } from './entropy.js';

/** Text that a reader is meant to replace, or that a program fills in: 1Password and vals read what `op:` and `ref+` name. */
const FILLED_IN =
  /\$\{|\$\(|\{\{|%[A-Z_]{3,}%|<[^<>]{1,60}>|^\$[A-Za-z_0-9@*]+$|^\$\{?[A-Za-z_]|^__.+__$|^@|^\{.*\}$|…|\.\.\.|\*\*\*|^op:\/\/|^ref\+[a-z]+:\/\//;
const SAID_SO =
  /example|placeholder|change[-_ ]?(?:me|it|this)|replace[-_ ]?(?:me|with|this)|your[-_ ]|dummy|sample|redacted|xxxx|todo|fixme|fake|not[-_]?a?[-_]?(?:real|secret)|insert[-_ ]|lorem|foo[-_]?bar|deadbeef|12345678|abcdefgh/i;

/** Whether a value stands for another one: a variable, a template, an instruction, or one that nobody would use. */
export function isPlaceholder(value: string): boolean {
  return FILLED_IN.test(value) || SAID_SO.test(value) || distinct(value) < 5;
}

/** Whether a value is put in later by a program alone: a variable or a template, and nothing else that matters. */
export function isFilledIn(value: string): boolean {
  return FILLED_IN.test(value);
}
