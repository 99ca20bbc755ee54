import type { Finding } from '../model/finding.js';
import type { SealedFile, SecretKeyRef } from '../model/secret.js';
import { type Answers, answerVariable } from './answers.js';
import {
  CREATION_RULES_FILE,
  type CreationRule,
  CreationRulesError,
  parseCreationRules,
  ruleFor,
} from './creation-rules.js';
import { problem, type SecretProblem, secretId } from './problem.js';
import { type FileState, readFileState } from './read-file-state.js';
import { type Resolution, resolveSecrets } from './resolve.js';
import { clearPart, completeText, secretText } from './secret-manifest.js';
import type { Random } from './sops/cipher.js';
import { resealYaml } from './sops/reseal.js';
import { sealYaml } from './sops/seal.js';
import { BCRYPT_COST } from './sources/bcrypt.js';
import { updateCreationRules } from './update-creation-rules.js';

export interface InitInput {
  /** Every file of every cluster at hand. */
  readonly files: readonly SealedFile[];
  /** What is on disk, by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** Text of `.sops.yaml`. @default there is none */
  readonly sopsYaml?: string;
  /** The owner's recipient. @default the rules' own */
  readonly recipient?: string;
  /** age identities at hand. */
  readonly identities: readonly string[];
  readonly answers: Answers;
  /** Use placeholders where there is no answer. */
  readonly placeholders: boolean;
  readonly now: Date;
  readonly random: Random;
  /** Rounds of bcrypt as a power of two. @default BCRYPT_COST */
  readonly bcryptCost?: number;
}

export interface PlannedFile {
  readonly path: string;
  readonly content: string;
  readonly change: 'created' | 'replaced' | 'completed';
}

export interface InitPlan {
  /** Empty when a finding is an error: the tree becomes whole, or stays as it is. */
  readonly write: readonly PlannedFile[];
  /** Paths of files that are fine. */
  readonly kept: readonly string[];
  readonly findings: readonly Finding[];
}

interface ReadFile extends FileState {
  readonly file: SealedFile;
  readonly rule: CreationRule;
}

/** What makes a tree whole: rules for every cluster, and every declared secret sealed (S2-03, S2-18 to S2-21, X-23). */
export async function planInit(input: InitInput): Promise<InitPlan> {
  const byCluster = Map.groupBy(input.files, ({ path }) => clusterOf(path));
  const rules = planRules(input, [...byCluster.keys()].sort());
  if ('finding' in rules) return { write: [], kept: [], findings: [rules.finding] };
  const write: PlannedFile[] = rules.text === input.sopsYaml ? [] : [ruleFile(rules.text, input.sopsYaml)];
  const kept: string[] = [];
  const findings: Finding[] = unknownAnswers(input, [...byCluster.keys()]);
  for (const [cluster, files] of byCluster) {
    const plan = await planCluster(cluster, files, parseCreationRules(rules.text), input);
    write.push(...plan.write);
    kept.push(...plan.kept);
    findings.push(...plan.findings);
  }
  const failed = findings.some(({ severity }) => severity === 'error');
  return { write: failed ? [] : write, kept, findings };
}

/** Cluster of a path: `kubernetes/<cluster>/…`. */
export function clusterOf(path: string): string {
  return path.split('/')[1] ?? '';
}

async function planCluster(
  cluster: string,
  files: readonly SealedFile[],
  rules: readonly CreationRule[],
  input: InitInput,
): Promise<InitPlan> {
  const read: ReadFile[] = [];
  const problems: SecretProblem[] = [];
  for (const file of files) {
    const id = secretId(file.declaration);
    const rule = ruleFor(rules, file.path);
    const fault = rule === undefined ? 'no rule of .sops.yaml matches its path' : ruleFault(rule);
    if (rule === undefined || fault !== undefined) {
      problems.push(problem('SECRET_RULE', id, fault ?? ''));
      continue;
    }
    const text = input.texts.get(file.path);
    const { declaration, path } = file;
    const found = await readFileState({
      declaration,
      path,
      rule,
      identities: input.identities,
      ...(text === undefined ? {} : { text }),
    });
    read.push({ ...found, file, rule });
    problems.push(...found.problems);
  }
  const resolution = resolveSecrets({
    declarations: files.map(({ declaration }) => declaration),
    states: new Map(read.map(({ file, state }) => [secretId(file.declaration), state])),
    answer: (ref) => input.answers.find(cluster, ref),
    howToAnswer: (ref) => howToAnswer(ref),
    placeholders: input.placeholders,
    random: input.random,
    bcryptCost: input.bcryptCost ?? BCRYPT_COST,
  });
  problems.push(...resolution.problems, ...(input.placeholders ? [] : standInProblems(resolution)));
  const findings = problems.map((found) => findingOf(found, cluster, files));
  if (problems.some(({ severity }) => severity === 'error')) return { write: [], kept: [], findings };
  const planned = await Promise.all(read.map((entry) => planFile(entry, resolution, input)));
  const write = planned.filter((file) => file !== undefined);
  const written = new Set(write.map(({ path }) => path));
  return { write, kept: files.map(({ path }) => path).filter((path) => !written.has(path)), findings };
}

/** The new text of one file; undefined when it is fine as it is. */
async function planFile(
  { file: { declaration, path }, rule, opened, outdated, discarded }: ReadFile,
  { secrets, replaced }: Resolution,
  { now, random }: InitInput,
): Promise<PlannedFile | undefined> {
  const resolved = secrets.get(secretId(declaration));
  if (resolved === undefined) return undefined;
  const clear = clearPart(declaration, resolved.standIns);
  if (opened === undefined || replaced.has(secretId(declaration))) {
    const { recipients, selection, macOnlyEncrypted } = rule;
    const options = { file: path, recipients, lastModified: now, random, macOnlyEncrypted };
    const content = await sealYaml(secretText(clear, resolved.values), {
      ...options,
      ...(selection === undefined ? {} : { selection }),
    });
    return { path, content, change: discarded || replaced.has(secretId(declaration)) ? 'replaced' : 'created' };
  }
  if (resolved.computed.size === 0 && !outdated) return undefined;
  const changed = Object.entries(resolved.values).filter(([key]) => resolved.computed.has(key));
  const plain = completeText(opened.plain, path, clear, Object.fromEntries(changed));
  return { path, content: resealYaml(opened, plain, now, random), change: 'completed' };
}

function planRules(input: InitInput, clusters: readonly string[]): { text: string } | { finding: Finding } {
  const { sopsYaml, recipient } = input;
  try {
    return {
      text: updateCreationRules({
        clusters,
        ...(sopsYaml === undefined ? {} : { text: sopsYaml }),
        ...(recipient === undefined ? {} : { recipient }),
      }),
    };
  } catch (error) {
    if (!(error instanceof CreationRulesError)) throw error;
    const origin = { cluster: 'all clusters', source: CREATION_RULES_FILE };
    return { finding: { code: 'SECRET_RULE', severity: 'error', message: error.message, origin } };
  }
}

function ruleFile(content: string, before: string | undefined): PlannedFile {
  return { path: CREATION_RULES_FILE, content, change: before === undefined ? 'created' : 'completed' };
}

function ruleFault({ recipients, selection }: CreationRule): string | undefined {
  if (recipients.length === 0) return 'the rule of .sops.yaml for its path names no age recipient';
  if (selection === undefined)
    return 'the rule of .sops.yaml for its path has no encrypted_regex, so names would be sealed';
  return undefined;
}

function howToAnswer(ref: SecretKeyRef): string {
  return `--answers FILE with ${secretId(ref)}: {${ref.key}: …}, or ${answerVariable(ref)}, or --placeholders`;
}

function standInProblems({ secrets }: Resolution): SecretProblem[] {
  return [...secrets].flatMap(([id, { standIns }]) => {
    if (standIns.length === 0) return [];
    const fact = `holds stand-ins: ${standIns.map((key) => `"${key}"`).join(', ')}`;
    return [
      { ...problem('SECRET_STAND_IN', id, fact, 'answer them with --answers FILE'), severity: 'warning' as const },
    ];
  });
}

/** An answer that nobody asked for is a misspelt name. */
function unknownAnswers({ answers, files }: InitInput, clusters: readonly string[]): Finding[] {
  const asked = new Set<string>();
  for (const { declaration, path } of files) {
    for (const [key, { source }] of Object.entries(declaration.keys)) {
      if (source.from !== 'asked') continue;
      asked.add(`${secretId(declaration)}:${key}`).add(`${clusterOf(path)}/${secretId(declaration)}:${key}`);
    }
  }
  const others = (name: string) => name.split('/').length === 3 && !clusters.includes(name.split('/')[0] ?? '');
  return answers.names
    .filter((name) => !asked.has(name) && !others(name))
    .map((name) => ({
      code: 'SECRET_ANSWER_UNKNOWN',
      severity: 'error',
      message: `the answer ${name} is to nothing that is asked`,
      origin: { cluster: 'all clusters', source: 'answers' },
    }));
}

function findingOf(found: SecretProblem, cluster: string, files: readonly SealedFile[]): Finding {
  const file = files.find(({ declaration }) => secretId(declaration) === found.secret);
  const { code, severity, message, hint, secret } = found;
  return {
    code,
    severity,
    message,
    field: `Secret/${secret}`,
    origin: file?.origin ?? { cluster, source: file?.path ?? cluster },
    ...(file === undefined ? {} : { file: file.path }),
    ...(hint === undefined ? {} : { hint }),
  };
}
