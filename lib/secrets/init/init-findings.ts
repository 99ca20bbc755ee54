import type { Finding } from '../../model/finding.js';
import type { SealedFile, SecretKeyRef } from '../../model/secret.js';
import { problem, problemAt, type SecretProblem, secretId } from '../problem.js';
import { CREATION_RULES_FILE, type CreationRule, ruleFor } from '../recipients/creation-rules.js';
import { answerVariable } from '../values/answers.js';
import { clusterOf, type InitInput } from './init-plan.js';

/** A problem at its place in the tree. */
export function findingOf(found: SecretProblem, cluster: string, files: readonly SealedFile[]): Finding {
  const file = files.find(({ declaration }) => secretId(declaration) === found.secret);
  return problemAt(found, cluster, file);
}

/** Why a creation rule cannot be used for a Secret. */
export function ruleFault(rule: CreationRule | undefined): string | undefined {
  if (rule === undefined) return 'no rule of .sops.yaml matches its path';
  if (rule.recipients.length === 0) return 'the rule of .sops.yaml for its path names no age recipient';
  if (rule.selection !== undefined) return undefined;
  return 'the rule of .sops.yaml for its path has no encrypted_regex, so names would be sealed';
}

/** The ways to answer one question. `variable` is the one that other tools know. */
export function howToAnswer(ref: SecretKeyRef, variable?: string): string {
  const variables = [answerVariable(ref), ...(variable === undefined ? [] : [variable])].join(', or ');
  return `--answers FILE with ${secretId(ref)}: {${ref.key}: …}, or ${variables}, or --placeholders`;
}

/** Says which secrets hold stand-ins: keys by `secretId`. */
export function standInProblems(standIns: Iterable<readonly [string, readonly string[]]>): SecretProblem[] {
  return [...standIns].flatMap(([id, keys]) => {
    if (keys.length === 0) return [];
    const fact = `holds stand-ins: ${keys.map((key) => `"${key}"`).join(', ')}`;
    return [
      { ...problem('SECRET_STAND_IN', id, fact, 'answer them with --answers FILE'), severity: 'warning' as const },
    ];
  });
}

/** An answer that nobody asked for is a misspelt name. */
export function unknownAnswers({ answers, files, allClusters }: InitInput): Finding[] {
  if (!allClusters) return [];
  const asked = new Set<string>();
  for (const { declaration, path } of files) {
    for (const [key, { source }] of Object.entries(declaration.keys)) {
      if (source.from !== 'asked') continue;
      asked.add(`${secretId(declaration)}:${key}`).add(`${clusterOf(path)}/${secretId(declaration)}:${key}`);
    }
  }
  return answers.names
    .filter((name) => !asked.has(name))
    .map((name) => ({
      code: 'SECRET_ANSWER_UNKNOWN',
      severity: 'error',
      message: `the answer ${name} is to nothing that is asked`,
      origin: { cluster: 'all clusters', source: 'answers' },
    }));
}

/** The rules decide whom files are for. A key that somebody gives, and that they do not name, would open nothing. */
export function otherRecipients(
  cluster: string,
  files: readonly SealedFile[],
  rules: readonly CreationRule[],
  { recipient }: InitInput,
): Finding[] {
  const recipients = files
    .filter(({ certificate }) => certificate === undefined)
    .map(({ path }) => ruleFor(rules, path)?.recipients ?? []);
  if (recipient === undefined || recipients.every((named) => named.includes(recipient))) return [];
  return [
    {
      code: 'SECRET_RULE',
      severity: 'warning',
      message: `${CREATION_RULES_FILE} names others for files of ${cluster}, and not the recipient that was given`,
      hint: `add it to the rule of ${cluster}, then npm run secrets -- updatekeys; or give the key of this cluster`,
      origin: { cluster, source: CREATION_RULES_FILE },
    },
  ];
}
