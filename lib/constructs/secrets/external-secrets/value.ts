import { variablesIn } from '../../../flux/substitution.js';
import type { StoreEntry } from './store.js';

/** Something that External Secrets reads: an entry of the store, or a key of a Secret in the cluster. */
export type Reading =
  | ({ readonly at: 'store' } & StoreEntry)
  | { readonly at: 'cluster'; readonly namespace: string; readonly secret: string; readonly property: string };

/** Functions of External Secrets' templates that we use. */
export type TemplateFunction = 'b64enc' | 'toJson' | 'urlEncode';

/** What the value of a key is made of. */
export type Value =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'read'; readonly reading: Reading }
  | { readonly kind: 'joined'; readonly parts: readonly Value[] }
  | { readonly kind: 'call'; readonly name: TemplateFunction; readonly of: Value };

export function text(value: string): Value {
  return { kind: 'text', text: value };
}

export function joined(...parts: readonly Value[]): Value {
  return { kind: 'joined', parts };
}

/** `.dockerconfigjson` of one registry, with base64 of `user:password` beside both (trap 51). */
export function dockerConfig(registry: string, username: Value, password: Value): Value {
  const json = (of: Value): Value => ({ kind: 'call', name: 'toJson', of });
  return joined(
    text(`{"auths":{${JSON.stringify(registry)}:{"username":`),
    json(username),
    text(',"password":'),
    json(password),
    text(',"auth":"'),
    { kind: 'call', name: 'b64enc', of: joined(username, text(':'), password) },
    text('"}}}'),
  );
}

/**
 * The value with everything computed that charts know. A cluster variable is not known: Flux fills it in, and only then
 * may a function see it.
 */
export function fold(value: Value): Value {
  switch (value.kind) {
    case 'text':
    case 'read':
      return value;
    case 'joined': {
      const [first = text(''), ...more] = mergeTexts(value.parts.map(fold));
      return more.length === 0 ? first : joined(first, ...more);
    }
    case 'call': {
      const of = fold(value.of);
      if (of.kind !== 'text' || variablesIn(of.text).length > 0) return { ...value, of };
      return text(FUNCTIONS[value.name](of.text));
    }
  }
}

const FUNCTIONS: Readonly<Record<TemplateFunction, (of: string) => string>> = {
  b64enc: (of) => Buffer.from(of, 'utf8').toString('base64'),
  toJson: (of) => JSON.stringify(of),
  urlEncode: (of) => encodeURIComponent(of),
};

/** One piece of text instead of several in a row. */
function mergeTexts(parts: readonly Value[]): Value[] {
  const merged: Value[] = [];
  for (const part of parts.flatMap((one) => (one.kind === 'joined' ? one.parts : [one]))) {
    const last = merged.at(-1);
    if (part.kind === 'text' && last?.kind === 'text') merged[merged.length - 1] = text(last.text + part.text);
    else merged.push(part);
  }
  return merged;
}

/** Everything that a value reads, in order. */
export function readingsOf(value: Value): readonly Reading[] {
  switch (value.kind) {
    case 'text':
      return [];
    case 'read':
      return [value.reading];
    case 'joined':
      return value.parts.flatMap(readingsOf);
    case 'call':
      return readingsOf(value.of);
  }
}
