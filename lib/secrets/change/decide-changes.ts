import type { SecretKeyRef } from '../../model/secret.js';
import { keyId, problem, type SecretProblem, secretId } from '../problem.js';
import type { KeyDecisions } from '../values/decide-keys.js';
import type { DeclaredKey } from '../values/order-keys.js';
import { ABSENT, isClosed, type SecretState } from '../values/state.js';

/** Keys (`keyId`) that get another value when some do: those, and all that are made of them, at any distance. */
export function affectedKeys(keys: readonly DeclaredKey[], changed: ReadonlySet<string>): ReadonlySet<string> {
  const affected = new Set(changed);
  for (const { ref, needs } of keys) if (needs.some((need) => affected.has(keyId(need)))) affected.add(keyId(ref));
  return affected;
}

/** Secrets (`secretId`) whose files a change concerns: they get new values, or a value is made of theirs. */
export function concernedSecrets(keys: readonly DeclaredKey[], affected: ReadonlySet<string>): ReadonlySet<string> {
  const concerned = keys.filter(({ ref }) => affected.has(keyId(ref)));
  return new Set(concerned.flatMap(({ ref, needs }) => [ref, ...needs].map(secretId)));
}

/**
 * Decides what a change of some keys makes anew: these keys, and what is made of them. All else keeps its value, and is
 * not judged. What is made of them in a file that does not exist yet, or is missing in its file, is left to `init`,
 * but for `created` secrets (`secretId`), which get all of their keys.
 */
export function decideChanges(
  keys: readonly DeclaredKey[],
  states: ReadonlyMap<string, SecretState>,
  changed: ReadonlySet<string>,
  created: ReadonlySet<string> = new Set(),
): KeyDecisions {
  const stateOf = (ref: SecretKeyRef) => states.get(secretId(ref)) ?? ABSENT;
  const compute = new Set<string>();
  const problems: SecretProblem[] = [];
  for (const { ref, needs } of keys) {
    const state = stateOf(ref);
    const made = state.kind === 'absent' && created.has(secretId(ref));
    const chosen = changed.has(keyId(ref)) && !made;
    const source = needs.find((need) => compute.has(keyId(need)));
    if (!chosen && !made && (source === undefined || !holds(state, ref.key))) continue;
    compute.add(keyId(ref));
    const found = chosen ? problemOfChosen(ref, state) : problemOfDerived(ref, source, state);
    if (found !== undefined) problems.push(found);
    for (const need of chosen ? [] : needs.filter((one) => !compute.has(keyId(one)))) {
      const lacking = problemOfNeed(ref, need, stateOf(need));
      if (lacking !== undefined) problems.push(lacking);
    }
  }
  return { compute, replaced: new Set(), problems, judged: compute };
}

const OPEN_IT = 'open it with --age-key FILE';

function problemOfChosen(ref: SecretKeyRef, state: SecretState): SecretProblem | undefined {
  if (state.kind === 'absent') {
    const hint = 'make it with: npm run secrets -- init';
    return problem('SECRET_FILE_MISSING', secretId(ref), 'has no file yet, or one for the published example', hint);
  }
  if (!isClosed(state)) return undefined;
  return problem(
    'SECRET_NEEDS_IDENTITY',
    secretId(ref),
    `key "${ref.key}" changes, and the file is not opened`,
    OPEN_IT,
  );
}

function problemOfDerived(ref: SecretKeyRef, of: SecretKeyRef | undefined, state: SecretState) {
  if (of === undefined || !isClosed(state)) return undefined;
  const fact = `key "${ref.key}" is made of ${keyId(of)}, which changes, and the file is not opened`;
  return problem('SECRET_NEEDS_IDENTITY', secretId(ref), fact, OPEN_IT);
}

function problemOfNeed(ref: SecretKeyRef, need: SecretKeyRef, state: SecretState): SecretProblem | undefined {
  const fact = `key "${ref.key}" is made of ${keyId(need)}`;
  if (!holds(state, need.key)) {
    const hint = 'make it with: npm run secrets -- init';
    return problem('SECRET_FILE_MISSING', secretId(ref), `${fact}, which does not exist yet`, hint);
  }
  if (state.kind !== 'sealed') return undefined;
  if (state.extensible) {
    const hint = `set ${keyId(need)} anew too, or first`;
    return problem('SECRET_NEEDS_VALUE', secretId(ref), `${fact}, which only the controller can open`, hint);
  }
  return problem('SECRET_NEEDS_IDENTITY', secretId(ref), `${fact}, whose file is not opened`, OPEN_IT);
}

function holds(state: SecretState, key: string): boolean {
  if (state.kind === 'absent') return false;
  return state.kind === 'open' ? Object.hasOwn(state.values, key) : state.keys.has(key);
}
