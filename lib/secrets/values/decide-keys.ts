import type { SecretKeyRef } from '../../model/secret.js';
import { keyId, problem, type SecretProblem, secretId } from '../problem.js';
import type { DeclaredKey } from './order-keys.js';
import { ABSENT, type SecretState } from './state.js';

export interface KeyDecisions {
  /** Keys (`keyId`) whose value is computed; all others keep theirs. */
  readonly compute: ReadonlySet<string>;
  /** Disposable secrets (`secretId`) that are made anew, because something needs what is sealed in them. */
  readonly replaced: ReadonlySet<string>;
  readonly problems: readonly SecretProblem[];
  /** Keys whose value is judged. @default all: one that is kept may be bad, too */
  readonly judged?: ReadonlySet<string>;
}

/**
 * Decides which values are computed: what is missing, and what is made of a value that is computed. Looks at no value
 * but constants, so it knows what it lacks before anything is generated.
 */
export function decideKeys(
  keys: readonly DeclaredKey[],
  states: ReadonlyMap<string, SecretState>,
  hasAnswer: (ref: SecretKeyRef) => boolean,
): KeyDecisions {
  const replaced = new Set<string>();
  for (;;) {
    const stateOf = (ref: SecretKeyRef) =>
      replaced.has(secretId(ref)) ? ABSENT : (states.get(secretId(ref)) ?? ABSENT);
    const before = replaced.size;
    const decisions = decideOnce(keys, stateOf, hasAnswer, replaced);
    if (replaced.size === before) return { ...decisions, replaced };
  }
}

function decideOnce(
  keys: readonly DeclaredKey[],
  stateOf: (ref: SecretKeyRef) => SecretState,
  hasAnswer: (ref: SecretKeyRef) => boolean,
  replaced: Set<string>,
): Omit<KeyDecisions, 'replaced'> {
  const compute = new Set<string>();
  const problems: SecretProblem[] = [];
  const closed = (at: SecretKeyRef, of: SecretKeyRef, fact: string) => {
    const state = stateOf(of);
    if (state.kind !== 'sealed') return;
    if (state.disposable) replaced.add(secretId(of));
    else if (state.extensible) problems.push(problem('SECRET_NEEDS_VALUE', secretId(at), fact, howToRemake(of)));
    else problems.push(problem('SECRET_NEEDS_IDENTITY', secretId(at), fact, 'open it with --age-key FILE'));
  };
  for (const declared of keys) {
    const { ref, needs } = declared;
    const state = stateOf(ref);
    const stale = needs.find((need) => compute.has(keyId(need)));
    const reason =
      stale === undefined ? reasonToCompute(declared, state, hasAnswer) : `is made of ${keyId(stale)}, which changes`;
    if (reason === undefined) continue;
    compute.add(keyId(ref));
    const extensible = state.kind === 'sealed' && state.extensible === true;
    if (!extensible) closed(ref, ref, `key "${ref.key}" ${reason}, and the file is not opened`);
    for (const need of needs) {
      if (compute.has(keyId(need)) || (secretId(need) === secretId(ref) && !extensible)) continue;
      closed(ref, need, `key "${ref.key}" is made of ${keyId(need)}, whose file is not opened`);
    }
  }
  return { compute, problems };
}

function reasonToCompute(
  { ref, key: { source } }: DeclaredKey,
  state: SecretState,
  hasAnswer: (ref: SecretKeyRef) => boolean,
): string | undefined {
  if (state.kind === 'absent') return 'is missing';
  const present = state.kind === 'open' ? Object.hasOwn(state.values, ref.key) : state.keys.has(ref.key);
  if (!present) return 'is missing';
  if (state.kind === 'sealed' && state.staleConstants?.has(ref.key)) return 'changes';
  if (source.from === 'asked' && state.standIns.has(ref.key) && hasAnswer(ref)) return 'holds a stand-in';
  if (source.from === 'given' && state.kind === 'open' && state.values[ref.key] !== source.value) return 'changes';
  return undefined;
}

/** Nobody but the controller opens a SealedSecret, so what is made of its value needs a new one. */
function howToRemake({ key }: SecretKeyRef): string {
  return `only the controller can open it: take "${key}" out of its encryptedData, and the next init makes it anew`;
}
