import type { SecretKeyRef } from '../../model/secret.js';
import { keyId, problem, type SecretProblem, secretId } from '../problem.js';
import type { DeclaredKey } from '../values/order-keys.js';
import { refusalToSet } from '../values/settable.js';
import { ABSENT, type SecretState } from '../values/state.js';
import { agreesWithSource } from './compare-derived.js';
import type { ImportTarget } from './import-target.js';

/** Two sources for one secret: nobody knows which one counts. */
export function twiceProblems(targets: readonly ImportTarget[]): SecretProblem[] {
  const places = new Map<string, string>();
  return targets.flatMap(({ file, source }) => {
    const id = secretId(file.declaration);
    const before = places.get(id);
    places.set(id, source.place);
    if (before === undefined) return [];
    return [problem('SECRET_DECLARED_TWICE', id, `is in ${before} and again in ${source.place}`, 'leave one of them')];
  });
}

/** A value that its declaration makes of others is not taken; one that differs from what it makes is a mistake. */
export function derivedProblems(
  declared: DeclaredKey,
  value: string,
  read: (ref: SecretKeyRef) => string | undefined,
): SecretProblem[] {
  const refused = refusalToSet(declared);
  const agrees = agreesWithSource(declared, value, read);
  if (refused === undefined || agrees === true) return [];
  if (agrees === false) {
    const fact = `${refused.message}, and the source has another value than that gives`;
    return [{ ...refused, message: fact, hint: 'take the key out of the source; what it is made of decides' }];
  }
  const message = `${refused.message}, so the value of the source is left out, and could not be compared`;
  return [{ ...refused, message, severity: 'warning' }];
}

/** Values that exist and would become others. A stand-in is none. */
export function existingProblems(
  keys: readonly DeclaredKey[],
  set: ReadonlyMap<string, string>,
  states: ReadonlyMap<string, SecretState>,
): SecretProblem[] {
  return keys.flatMap(({ ref }) => {
    const value = set.get(keyId(ref));
    const state = states.get(secretId(ref)) ?? ABSENT;
    if (value === undefined || state.kind === 'absent' || state.standIns.has(ref.key)) return [];
    if (state.kind === 'open') {
      if (!Object.hasOwn(state.values, ref.key) || state.values[ref.key] === value) return [];
      const fact = `key "${ref.key}" has another value already`;
      return [problem('SECRET_VALUE_EXISTS', secretId(ref), fact, 'replace it with --replace')];
    }
    if (state.extensible !== true || !state.keys.has(ref.key)) return [];
    const fact = `key "${ref.key}" has a value already, which nobody here can compare`;
    return [problem('SECRET_VALUE_EXISTS', secretId(ref), fact, 'replace it with --replace')];
  });
}

/** Declared keys that the sources of their secret do not hold, and what becomes of them. */
export function missingProblems(
  keys: readonly DeclaredKey[],
  given: ReadonlyMap<string, string>,
  targets: readonly ImportTarget[],
  states: ReadonlyMap<string, SecretState>,
): SecretProblem[] {
  const places = new Map(targets.map(({ file, source }) => [secretId(file.declaration), source.place]));
  return keys.flatMap((declared) => {
    const { ref, key } = declared;
    const place = places.get(secretId(ref));
    if (place === undefined || given.has(keyId(ref)) || refusalToSet(declared) !== undefined) return [];
    const fate = fateOf(ref.key, key.source.from === 'asked', states.get(secretId(ref)) ?? ABSENT);
    if (fate === undefined) return [];
    const found = problem('SECRET_KEY_MISSING', secretId(ref), `key "${ref.key}" is not in ${place}: ${fate}`);
    return [{ ...found, severity: 'warning' as const }];
  });
}

/** Undefined where it is an error that somebody else tells. */
function fateOf(key: string, isAsked: boolean, state: SecretState): string | undefined {
  if (state.kind === 'absent') return isAsked ? undefined : 'it gets a new value';
  if (state.standIns.has(key)) return 'it keeps its stand-in';
  const holds = state.kind === 'open' ? Object.hasOwn(state.values, key) : state.keys.has(key);
  return holds ? 'it keeps its value' : 'it is still missing, until the next init';
}
