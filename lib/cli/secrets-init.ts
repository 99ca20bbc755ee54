import { join, resolve } from 'node:path';
import { formatFinding } from '../model/finding.js';
import { type Answers, AnswersError, answersFrom, parseAnswers } from '../secrets/answers.js';
import { CREATION_RULES_FILE } from '../secrets/creation-rules.js';
import { IdentityError, isRecipient, parseIdentities, recipientOf } from '../secrets/identity.js';
import { planInit } from '../secrets/init.js';
import type { InitPlan } from '../secrets/init-plan.js';
import { readFileIfPresent } from '../system/read-file.js';
import { replaceFile } from '../system/write-tree.js';
import type { ExitCode } from './io.js';
import type { SecretsHost } from './secrets-host.js';

export interface SecretsInitOptions {
  /** @default every cluster */
  readonly cluster?: string;
  /** @default no identity but the environment's */
  readonly ageKey?: string;
  /** @default the recipient of `ageKey` */
  readonly ageRecipient?: string;
  /** @default the environment alone */
  readonly answers?: string;
  readonly placeholders: boolean;
  readonly json: boolean;
}

class UsageError extends Error {}

/** Makes the tree's secrets whole. @returns the exit code: 1 when something is missing, 2 for wrong use. */
export async function runSecretsInit(host: SecretsHost, options: SecretsInitOptions): Promise<ExitCode> {
  try {
    const plan = await plannedInit(host, options);
    for (const { path, content } of plan.write) replaceFile(host.root, path, content);
    report(host, plan, options.json);
    return plan.findings.some(({ severity }) => severity === 'error') ? 1 : 0;
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof IdentityError || error instanceof AnswersError)) throw error;
    host.stderr(error.message);
    return 2;
  }
}

async function plannedInit(host: SecretsHost, options: SecretsInitOptions): Promise<InitPlan> {
  const { cluster, ageKey, ageRecipient, placeholders } = options;
  const own = ageKey === undefined ? [] : await parseIdentities(required(ageKey), ageKey);
  const recipient = await chosenRecipient(own, ageRecipient);
  const identities = [...own, ...(await identitiesOfEnvironment(host.env))];
  const files = await host.sealedFiles(cluster);
  if (cluster !== undefined && files.length === 0) host.stderr(`${cluster}: declares no SOPS file`);
  const texts = new Map<string, string>();
  for (const { path } of files) {
    const text = readFileIfPresent(join(host.root, path));
    if (text !== undefined) texts.set(path, text);
  }
  const sopsYaml = readFileIfPresent(join(host.root, CREATION_RULES_FILE));
  return planInit({
    files,
    allClusters: cluster === undefined,
    texts,
    ...(sopsYaml === undefined ? {} : { sopsYaml }),
    ...(recipient === undefined ? {} : { recipient }),
    identities,
    answers: readAnswers(options.answers, host.env),
    placeholders,
    now: host.now(),
    random: host.random,
  });
}

async function chosenRecipient(own: readonly string[], named: string | undefined): Promise<string | undefined> {
  if (named !== undefined && !isRecipient(named)) throw new UsageError(`"${named}" is no age recipient`);
  const [first, second] = own;
  if (named !== undefined || first === undefined) return named;
  if (second !== undefined) throw new UsageError('the key file holds several identities: choose with --age-recipient');
  return recipientOf(first);
}

async function identitiesOfEnvironment(env: SecretsHost['env']): Promise<string[]> {
  const { SOPS_AGE_KEY: text, SOPS_AGE_KEY_FILE: file } = env;
  const ofText = text === undefined || text === '' ? [] : await parseIdentities(text, 'SOPS_AGE_KEY');
  const ofFile = file === undefined || file === '' ? [] : await parseIdentities(required(file), file);
  return [...ofText, ...ofFile];
}

function readAnswers(file: string | undefined, env: SecretsHost['env']): Answers {
  return answersFrom(file === undefined ? new Map() : parseAnswers(required(file), file), env);
}

function required(file: string): string {
  const text = readFileIfPresent(resolve(file));
  if (text === undefined) throw new UsageError(`${file}: no such file`);
  return text;
}

function report(host: SecretsHost, { write, kept, findings }: InitPlan, json: boolean): void {
  if (json) {
    const written = write.map(({ path, change }) => ({ path, change }));
    host.stdout(JSON.stringify({ written, kept, findings }, null, 2));
    return;
  }
  for (const finding of findings) host.stderr(formatFinding(finding));
  for (const { path, change } of write) host.stdout(`${change.padEnd(9)}  ${path}`);
  const failed = findings.some(({ severity }) => severity === 'error');
  host.stdout(failed ? 'nothing was written' : `${write.length} files written, ${kept.length} kept`);
}
