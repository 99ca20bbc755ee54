import type { SealedFile } from '../../model/secret.js';
import { type ReadFile, readFiles } from '../file/read-files.js';
import { findingOf } from '../init/init-findings.js';
import { keyId, problem, type SecretProblem, secretId } from '../problem.js';
import { planCertificates } from '../sealed-secrets/plan-certificates.js';
import { type ReadSealedFile, readSealedFiles } from '../sealed-secrets/plan-files.js';
import { BCRYPT_COST } from '../sources/bcrypt.js';
import { type DeclaredKey, orderKeys } from '../values/order-keys.js';
import { type Resolution, settleKeys } from '../values/resolve.js';
import type { SecretState } from '../values/state.js';
import { changeFile, changeSealedFile, problemsOfRekey } from './change-file.js';
import type { ChangeInput, ChangePlan } from './change-plan.js';
import { affectedKeys, concernedSecrets, decideChanges } from './decide-changes.js';

/**
 * Changes values of one cluster, and everything that is made of them, in whichever file it is. Unchanged values keep
 * their ciphertext byte for byte, but in files that get a new data key.
 */
export async function planChange(input: ChangeInput): Promise<ChangePlan> {
  const { cluster, files, set = new Map(), renewed = new Set(), rekeyed = new Set() } = input;
  const declarations = files.map(({ declaration }) => declaration);
  const { keys, problems: disorder } = orderKeys(declarations);
  const findings = (found: readonly SecretProblem[]) => found.map((one) => findingOf(one, cluster, files));
  if (disorder.length > 0) return { write: [], findings: findings(disorder) };

  const made = keys.filter(({ ref }) => input.created?.has(secretId(ref))).map(({ ref }) => keyId(ref));
  const touched = new Set([...set.keys(), ...renewed, ...made]);
  const { sops, sealed, states, ...read } = await readConcerned(keys, touched, input);
  const answer = input.answer ?? (() => undefined);
  const changed = new Set([...renewed, ...newValues(keys, set, states)]);
  const resolution = settleKeys(keys, decideChanges(keys, states, changed, input.created), {
    declarations,
    states,
    answer,
    howToAnswer: input.howToAnswer ?? (() => ''),
    placeholders: false,
    random: input.random,
    bcryptCost: input.bcryptCost ?? BCRYPT_COST,
    set,
  });
  const found = [
    ...read.problems.filter(({ code, secret }) => code !== 'SECRET_RECIPIENTS_DIFFER' || !rekeyed.has(secret)),
    ...resolution.problems,
    ...sameAnswers(keys, states, resolution, renewed),
    ...sops.filter(({ file }) => rekeyed.has(secretId(file.declaration))).flatMap(problemsOfRekey),
  ];
  const all = [...read.findings, ...findings(found)];
  if (all.some(({ severity }) => severity === 'error')) return { write: [], findings: all };
  const planned = await Promise.all(sops.map((entry) => changeFile(entry, resolution, input)));
  planned.push(...sealed.map((entry) => changeSealedFile(entry, resolution, input)));
  return { write: planned.filter((file) => file !== undefined), findings: all };
}

interface Concerned extends Pick<ChangePlan, 'findings'> {
  readonly sops: readonly ReadFile[];
  readonly sealed: readonly ReadSealedFile[];
  /** By `secretId`. */
  readonly states: ReadonlyMap<string, SecretState>;
  readonly problems: readonly SecretProblem[];
}

/** Reads the files that a change touches or needs, and no other: a fault elsewhere is no reason to refuse it. */
async function readConcerned(
  keys: readonly DeclaredKey[],
  changed: ReadonlySet<string>,
  input: ChangeInput,
): Promise<Concerned> {
  const concerned = concernedSecrets(keys, affectedKeys(keys, changed));
  const files = input.files.filter(({ declaration, path }: SealedFile) => {
    const id = secretId(declaration);
    return concerned.has(id) || input.rekeyed?.has(id) === true || input.edited?.has(path) === true;
  });
  const { read, problems } = await readFiles(
    files.filter(({ certificate }) => certificate === undefined),
    input.rules,
    input,
  );
  const { certificates, write, findings } = planCertificates(input.cluster, files, input);
  const missing = new Set(write.map(({ path }) => path));
  for (const { declaration, certificate } of files) {
    if (certificate === undefined || !missing.has(certificate)) continue;
    const fact = `is to be sealed for ${certificate}, which does not exist`;
    problems.push(
      problem('SECRET_CERTIFICATE', secretId(declaration), fact, 'npm run secrets -- sealing-key, then init'),
    );
  }
  const sealed = readSealedFiles(files, certificates, input.texts);
  problems.push(...sealed.flatMap((file) => file.problems));
  const states = new Map([...read, ...sealed].map(({ file, state }) => [secretId(file.declaration), state]));
  return { sops: read, sealed, states, problems, findings };
}

/** Keys (`keyId`) whose value is another than before, or was a stand-in. */
function newValues(
  keys: readonly DeclaredKey[],
  set: ReadonlyMap<string, string>,
  states: ReadonlyMap<string, SecretState>,
): string[] {
  return keys.flatMap(({ ref }) => {
    const value = set.get(keyId(ref));
    if (value === undefined) return [];
    const state = states.get(secretId(ref));
    const kept = state?.kind === 'open' && state.values[ref.key] === value && !state.standIns.has(ref.key);
    return kept ? [] : [keyId(ref)];
  });
}

/** A renewed value that is the old one: somebody's answers are those of the last time. */
function sameAnswers(
  keys: readonly DeclaredKey[],
  states: ReadonlyMap<string, SecretState>,
  { secrets }: Resolution,
  renewed: ReadonlySet<string>,
): SecretProblem[] {
  return keys.flatMap(({ ref }) => {
    const state = states.get(secretId(ref));
    if (!renewed.has(keyId(ref)) || state?.kind !== 'open') return [];
    const value = secrets.get(secretId(ref))?.values[ref.key];
    if (value === undefined || value !== state.values[ref.key] || state.standIns.has(ref.key)) return [];
    const fact = `key "${ref.key}" would keep its value: the answer is the value that it has`;
    return [problem('SECRET_ANSWER_SAME', secretId(ref), fact, 'answer with a new one')];
  });
}
