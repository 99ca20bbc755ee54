import type { Json, JsonObject } from '../../model/json.js';
import { EnvsubstError, envsubst } from '../envsubst.js';
import { variable } from '../substitution.js';
import { goScalar } from './go-scalar.js';
import { isUnknown } from './unknown.js';
import type { JsonPath, UnitSubstitution } from './view.js';

// A global is looked up by name each time, and slowly in a test's sandbox.
const { isArray } = Array;

/** A text in an object that Flux would refuse. */
export interface SubstitutionFault {
  readonly kind: 'undefined-variable' | 'unparsable';
  readonly message: string;
  readonly path: JsonPath;
}

/** Flux looks for this on labels and annotations. */
export const SUBSTITUTE = 'kustomize.toolkit.fluxcd.io/substitute';

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * An object after Flux's substitution. Flux writes the object as YAML, substitutes the text and reads it again: a
 * value that is nothing but a number or a truth value afterwards is one, whatever quotes stood around `${X}` in Git
 * (VERIFIED, substitution). Values that only the cluster knows become tokens.
 */
export function substituteObject(
  object: JsonObject,
  { variables, open }: Pick<UnitSubstitution, 'variables' | 'open'>,
): { readonly object: JsonObject; readonly faults: readonly SubstitutionFault[] } {
  const faults: SubstitutionFault[] = [];
  // A key that is no name of a variable is never asked for; flux-substitute-from finds it.
  const named = [...variables].filter(([name]) => NAME.test(name));
  const known = new Map(named.map(([name, value]) => [name, value ?? variable(name)]));
  const text = (value: string, path: JsonPath): string => {
    try {
      return envsubst(value, known, { strict: !open });
    } catch (error) {
      if (!(error instanceof EnvsubstError)) throw error;
      const kind = error.code === 'SUBSTITUTION_UNDEFINED' ? 'undefined-variable' : 'unparsable';
      faults.push({ kind, message: error.message, path });
      return variable('unknown');
    }
  };
  return { object: substitute(object, [], text) as JsonObject, faults };
}

function substitute(
  value: Json | undefined,
  path: JsonPath,
  text: (value: string, path: JsonPath) => string,
): Json | undefined {
  if (typeof value === 'string') return value.includes('$') ? retyped(value, text(value, path)) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (isArray(value))
    return unlessSame(
      value,
      value.map((item: Json, index) => substitute(item, [...path, index], text) as Json),
    );
  const entries = Object.entries(value as JsonObject);
  let changed = false;
  const result = entries.map(([key, member]) => {
    const newKey = key.includes('$') ? text(key, [...path, key]) : key;
    const inner = substitute(member, [...path, key], text);
    changed ||= newKey !== key || inner !== member;
    return [newKey, inner] as const;
  });
  return changed ? Object.fromEntries(result) : (value as JsonObject);
}

function unlessSame(old: readonly Json[], items: readonly Json[]): readonly Json[] {
  return items.some((item, index) => item !== old[index]) ? items : old;
}

/** Text that Go's YAML writes without quotes: what comes out of it is read by its looks. */
const UNQUOTED = /^[A-Za-z0-9_./$][^\n#]*$/;

function retyped(before: string, after: string): Json {
  if (before === after || isUnknown(after) || !UNQUOTED.test(before) || /: |:$/.test(before)) return after;
  // Text that looked like text before may look like a number now; one that did before was quoted by Go.
  return typeof goScalar(before) === 'string' ? goScalar(after) : after;
}
