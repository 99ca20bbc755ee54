import type { SealedFile } from '../model/secret.js';
import { type CreationRule, ruleFor } from './creation-rules.js';
import { findingOf, howToAnswer, ruleFault, standInProblems } from './init-findings.js';
import type { InitInput, InitPlan, PlannedFile } from './init-plan.js';
import { problem, type SecretProblem, secretId } from './problem.js';
import { type FileState, readFileState } from './read-file-state.js';
import { type Resolution, resolveSecrets } from './resolve.js';
import { clearPart, completeText, secretText } from './secret-manifest.js';
import { resealYaml } from './sops/reseal.js';
import { sealYaml } from './sops/seal.js';
import { BCRYPT_COST } from './sources/bcrypt.js';

interface ReadFile extends FileState {
  readonly file: SealedFile;
  readonly rule: CreationRule;
}

/** What makes the secrets of one cluster whole. Nothing is written when a finding is an error. */
export async function planCluster(
  cluster: string,
  files: readonly SealedFile[],
  rules: readonly CreationRule[],
  input: InitInput,
): Promise<InitPlan> {
  const { read, problems } = await readFiles(files, rules, input);
  const resolution = resolveSecrets({
    declarations: files.map(({ declaration }) => declaration),
    states: new Map(read.map(({ file, state }) => [secretId(file.declaration), state])),
    answer: (ref) => input.answers.find(cluster, ref),
    howToAnswer,
    placeholders: input.placeholders,
    random: input.random,
    bcryptCost: input.bcryptCost ?? BCRYPT_COST,
  });
  problems.push(...resolution.problems);
  if (!input.placeholders) problems.push(...standInProblems(standInsOf(read, resolution)));
  const findings = problems.map((found) => findingOf(found, cluster, files));
  if (problems.some(({ severity }) => severity === 'error')) return { write: [], kept: [], findings };
  const planned = await Promise.all(read.map((entry) => planFile(entry, resolution, input)));
  const write = planned.filter((file) => file !== undefined);
  const written = new Set(write.map(({ path }) => path));
  return { write, kept: files.map(({ path }) => path).filter((path) => !written.has(path)), findings };
}

async function readFiles(
  files: readonly SealedFile[],
  rules: readonly CreationRule[],
  { texts, identities }: InitInput,
): Promise<{ read: ReadFile[]; problems: SecretProblem[] }> {
  const read: ReadFile[] = [];
  const problems: SecretProblem[] = [];
  for (const file of files) {
    const { declaration, path } = file;
    const rule = ruleFor(rules, path);
    const fault = ruleFault(rule);
    if (fault !== undefined) problems.push(problem('SECRET_RULE', secretId(declaration), fault));
    if (rule === undefined || fault !== undefined) continue;
    const text = texts.get(path);
    const input = { declaration, path, rule, identities };
    const found = await readFileState(text === undefined ? input : { ...input, text });
    read.push({ ...found, file, rule });
    problems.push(...found.problems);
  }
  return { read, problems };
}

function* standInsOf(
  read: readonly ReadFile[],
  { secrets }: Resolution,
): Iterable<readonly [string, readonly string[]]> {
  for (const { file, state } of read) {
    const id = secretId(file.declaration);
    const closed = state.kind === 'sealed' ? [...state.standIns] : [];
    yield [id, secrets.get(id)?.standIns ?? closed];
  }
}

/** The new text of one file; undefined when it is fine as it is. */
async function planFile(
  { file: { declaration, path }, rule, opened, outdated, discarded }: ReadFile,
  { secrets, replaced }: Resolution,
  { now, random }: InitInput,
): Promise<PlannedFile | undefined> {
  const id = secretId(declaration);
  const resolved = secrets.get(id);
  if (resolved === undefined) return undefined;
  const clear = clearPart(declaration, resolved.standIns);
  if (opened === undefined) {
    const { recipients, selection, macOnlyEncrypted } = rule;
    const options = { file: path, recipients, lastModified: now, random, macOnlyEncrypted };
    const text = secretText(clear, resolved.values);
    const content = await sealYaml(text, selection === undefined ? options : { ...options, selection });
    return { path, content, change: discarded || replaced.has(id) ? 'replaced' : 'created' };
  }
  if (resolved.computed.size === 0 && !outdated) return undefined;
  const changed = Object.entries(resolved.values).filter(([key]) => resolved.computed.has(key));
  const plain = completeText(opened.plain, path, clear, Object.fromEntries(changed));
  return { path, content: resealYaml(opened, plain, now, random), change: 'completed' };
}
