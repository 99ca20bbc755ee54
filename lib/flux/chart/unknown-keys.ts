import type { JsonObject } from '../../model/json.js';
import type { LockedChart, ValueKeys, ValueMap } from '../../model/lock.js';

/** A key that a chart does not read. */
export interface UnknownKey {
  readonly path: readonly string[];
  /** Keys that the chart reads at that place. */
  readonly known: readonly string[];
}

/** helm's own: values for all charts, and what turns dependencies on. */
const ALWAYS = new Set(['global', 'tags', 'exports']);

/** Keys of a release's values that the locked chart does not read, the outermost of each; nothing within open maps. */
export function unknownKeys({ values: keys, mentions }: LockedChart, values: JsonObject): UnknownKey[] {
  const found: UnknownKey[] = [];
  const mentioned = new Set(mentions);
  const walk = (known: ValueMap, given: JsonObject, path: readonly string[], handed: boolean): void => {
    if (known['*'] === 'any') return;
    const lenient = handed || known['*'] === 'mentioned';
    for (const [name, value] of Object.entries(given)) {
      const child = Object.hasOwn(known, name) ? (known[name] as ValueKeys) : undefined;
      if (child === undefined) {
        const helms = path.length === 0 && ALWAYS.has(name);
        if (!helms && !(lenient && mentioned.has(name))) {
          found.push({ path: [...path, name], known: Object.keys(known).filter((key) => key !== '*') });
        }
      } else if (typeof child !== 'string' && isMap(value)) walk(child, value, [...path, name], lenient);
    }
  };
  walk(keys, values, [], false);
  if (found.length === 0) return found;
  const used = ownReferences(values);
  return found.filter(({ path }) => !used.some((reference) => `${reference}.`.startsWith(`${path.join('.')}.`)));
}

/** Values that other values use, in texts that the chart renders as templates: `{{ .Values.domain }}`. */
function ownReferences(value: unknown): string[] {
  if (typeof value === 'string') {
    return value.includes('.Values.')
      ? [...value.matchAll(/\.Values\.([\w.]+)/g)].map(([, path]) => path as string)
      : [];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(ownReferences) : [];
}

function isMap(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
