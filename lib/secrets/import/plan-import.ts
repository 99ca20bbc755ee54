import type { SecretKeyRef } from '../../model/secret.js';
import type { ChangePlan } from '../change/change-plan.js';
import { planChange } from '../change/change-values.js';
import { affectedKeys } from '../change/decide-changes.js';
import { findingOf } from '../init/init-findings.js';
import { keyId, type SecretProblem, secretId } from '../problem.js';
import { type DeclaredKey, orderKeys } from '../values/order-keys.js';
import { refusalToSet } from '../values/settable.js';
import { ABSENT, type SecretState } from '../values/state.js';
import { derivedProblems, existingProblems, missingProblems, twiceProblems } from './import-problems.js';
import type { ImportInput } from './import-target.js';
import { matchKeys } from './match-keys.js';
import { readTargets } from './read-targets.js';

/**
 * What puts foreign values into the declared secrets of one cluster, and all that is made of them with it. Every value
 * is judged by its declaration, a file that does not exist is made, and a value that exists becomes another only with
 * `replace`. Nothing is written when a finding is an error.
 */
export async function planImport(input: ImportInput): Promise<ChangePlan> {
  const { targets, files, cluster } = input;
  const { keys } = orderKeys(files.map(({ declaration }) => declaration));
  const problems: SecretProblem[] = twiceProblems(targets);
  const given = new Map<string, string>();
  for (const { file, source } of targets) {
    const matched = matchKeys(file, source, input.renamed);
    problems.push(...matched.problems);
    for (const [key, value] of matched.values) given.set(keyId({ ...file.declaration, key }), value);
  }
  const { states, problems: found } = await readTargets(keys, input);
  problems.push(...found);
  const { set, derived } = split(keys, given);
  const affected = affectedKeys(keys, new Set(set.keys()));
  const read = (ref: SecretKeyRef) =>
    set.get(keyId(ref)) ?? (affected.has(keyId(ref)) ? undefined : openValueOf(states.get(secretId(ref)), ref.key));
  for (const declared of derived) {
    problems.push(...derivedProblems(declared, given.get(keyId(declared.ref)) ?? '', read));
  }
  if (!input.replace) problems.push(...existingProblems(keys, set, states));
  problems.push(...missingProblems(keys, given, targets, states));
  const findings = problems.map((one) => findingOf(one, cluster, files));
  if (findings.some(({ severity }) => severity === 'error')) return { write: [], findings };
  const ids = targets.map(({ file }) => secretId(file.declaration));
  const created = new Set(ids.filter((id) => (states.get(id) ?? ABSENT).kind === 'absent'));
  const plan = await planChange({ ...input, set, created, howToAnswer: () => HOW_TO_ANSWER });
  return { write: plan.write, findings: [...findings, ...plan.findings] };
}

const HOW_TO_ANSWER = 'put it into the source; or make the file first: npm run secrets -- init';

/** Values that the owner may choose, and keys whose value follows from others. */
function split(
  keys: readonly DeclaredKey[],
  given: ReadonlyMap<string, string>,
): { readonly set: ReadonlyMap<string, string>; readonly derived: readonly DeclaredKey[] } {
  const set = new Map<string, string>();
  const derived: DeclaredKey[] = [];
  for (const declared of keys) {
    const value = given.get(keyId(declared.ref));
    if (value === undefined) continue;
    if (refusalToSet(declared) === undefined) set.set(keyId(declared.ref), value);
    else derived.push(declared);
  }
  return { set, derived };
}

function openValueOf(state: SecretState | undefined, key: string): string | undefined {
  return state?.kind === 'open' ? state.values[key] : undefined;
}
