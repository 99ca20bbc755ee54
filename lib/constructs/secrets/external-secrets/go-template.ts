import type { Reading, TemplateFunction, Value } from './value.js';

/** Name of what is read, as a field of the template's data: letters, digits and `_`. */
export type NameOf = (reading: Reading) => string;

/** How the engine is asked for it. Its query encoding writes a space as `+`, which a password in a URL keeps. */
const PIPES: Readonly<Record<TemplateFunction, string>> = {
  b64enc: 'b64enc',
  toJson: 'toJson',
  urlEncode: 'urlquery | replace "+" "%20"',
};

/** Text of a template that gives a folded value: External Secrets runs Go's text/template, version v2 of its functions. */
export function templateText(value: Value, nameOf: NameOf): string {
  switch (value.kind) {
    case 'text':
      return literalText(value.text);
    case 'joined':
      return value.parts.map((part) => templateText(part, nameOf)).join('');
    case 'read':
    case 'call':
      return `{{ ${pipeline(value, nameOf)} }}`;
  }
}

/** Clear text as a template: what looks like an action is written as one that prints it. */
export function literalText(text: string): string {
  // A brace at the end would join those of an action that follows.
  return text.replace(/\{{2,}|\{$/g, (braces) => `{{ ${JSON.stringify(braces)} }}`);
}

function pipeline(value: Value, nameOf: NameOf): string {
  switch (value.kind) {
    case 'text':
      // JSON's escapes are among those of a Go string.
      return JSON.stringify(value.text);
    case 'read':
      return `.${nameOf(value.reading)}`;
    case 'joined': {
      const { parts } = value;
      return `printf "${'%s'.repeat(parts.length)}" ${parts.map((part) => argument(part, nameOf)).join(' ')}`;
    }
    case 'call':
      return value.of.kind === 'joined'
        ? `${pipeline(value.of, nameOf)} | ${PIPES[value.name]}`
        : `${argument(value.of, nameOf)} | ${PIPES[value.name]}`;
  }
}

function argument(value: Value, nameOf: NameOf): string {
  const simple = value.kind === 'text' || value.kind === 'read';
  return simple ? pipeline(value, nameOf) : `(${pipeline(value, nameOf)})`;
}
