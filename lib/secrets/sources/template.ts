import { SourceError } from './error.js';

// `${NAME}` is the shell's or Flux's, not ours.
const PLACE = /(?<!\$)\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** Names that a template's text asks for. */
export function templatePlaces(text: string): string[] {
  return [...new Set([...text.matchAll(PLACE)].map((match) => match[1] ?? ''))];
}

/**
 * Puts values into a text: `{name}` stands for the operand of that name.
 * @throws SourceError when the text names an operand that is not declared.
 */
export function fillTemplate(text: string, operands: Readonly<Record<string, string>>): string {
  return text.replace(PLACE, (_, name: string) => {
    const value = Object.hasOwn(operands, name) ? operands[name] : undefined;
    if (value === undefined) throw new SourceError(`the template names "${name}", which is no operand`);
    return value;
  });
}

/** Text as a part of a URL: everything but unreserved characters (RFC 3986) percent-encoded. */
export function encodeUrl(text: string): string {
  const hex = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text).replace(/[!'()*]/g, hex);
}
