import { join } from 'node:path';
import { Command } from 'commander';
import { InputError } from '../../model/error.js';
import { formatFinding } from '../../model/finding.js';
import type { SealedFile } from '../../model/secret.js';
import { planInit } from '../../secrets/init/init.js';
import type { InitPlan } from '../../secrets/init/init-plan.js';
import { CREATION_RULES_FILE } from '../../secrets/recipients/creation-rules.js';
import { isRecipient, recipientOf } from '../../secrets/recipients/identity.js';
import { certificatePaths } from '../../secrets/sealed-secrets/plan-certificates.js';
import { readFileIfPresent } from '../../system/read-file.js';
import type { ExitCode } from '../io.js';
import { answersAtHand } from './answers.js';
import { guarded } from './guarded.js';
import type { SecretsHost } from './host.js';
import { identitiesAtHand, identitiesOf } from './identities.js';
import { writeSealed } from './write-sealed.js';

export function initCommand(host: SecretsHost): Command {
  return new Command('init')
    .description('create .sops.yaml rules and every sealed secret that is missing; what is fine stays byte for byte')
    .option('--cluster <name>', 'only this cluster')
    .option('--age-key <file>', 'age identity: opens files, and names the recipient of new ones')
    .option('--age-recipient <recipient>', 'age recipient of new files, where no identity is at hand')
    .option('--answers <file>', 'YAML with what cannot be generated: <namespace>/<name>: {key: value or {file: PATH}}')
    .option('--placeholders', 'marked stand-ins for what has no answer: for trials and tests', false)
    .option('--json', 'print the result as JSON', false)
    .addHelpText(
      'after',
      [
        '',
        'Answers also come from the environment: SECRET__<NAMESPACE>__<NAME>__<KEY>, or with the cluster first, in upper',
        'case with _ for other characters, and with __FILE after it from a file; from variables that other tools know',
        '(GHCR_TOKEN), where the secret names one; never from arguments. SOPS_AGE_KEY_FILE and SOPS_AGE_KEY open files.',
        'Nothing is written while a finding is an error.',
      ].join('\n'),
    )
    .action((options: SecretsInitOptions) => guarded(host, () => runSecretsInit(host, options)));
}

interface SecretsInitOptions {
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

/** Makes the tree's secrets whole. @returns the exit code: 1 when something is missing. */
async function runSecretsInit(host: SecretsHost, options: SecretsInitOptions): Promise<ExitCode> {
  const files = await host.sealedFiles(options.cluster);
  const progress = host.progress('sealing', files.length);
  const plan = await plannedInit(host, files, options, progress.step).finally(progress.end);
  const rendered = writeSealed(host, plan.write);
  report(host, plan, options.json);
  return plan.findings.some(({ severity }) => severity === 'error') ? 1 : rendered;
}

async function plannedInit(
  host: SecretsHost,
  files: readonly SealedFile[],
  options: SecretsInitOptions,
  onFile: (path: string) => void,
): Promise<InitPlan> {
  const { cluster, ageKey, ageRecipient, placeholders } = options;
  const own = ageKey === undefined ? [] : await identitiesOf(ageKey);
  const recipient = await chosenRecipient(own, ageRecipient);
  const identities = await identitiesAtHand(host.env, ageKey);
  if (cluster !== undefined && files.length === 0) host.stderr(`${cluster}: declares no sealed file`);
  const texts = new Map<string, string>();
  for (const path of [...files.map((file) => file.path), ...certificatePaths(files)]) {
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
    answers: answersAtHand(host.env, options.answers),
    placeholders,
    now: host.now(),
    random: host.random,
    onFile,
  });
}

async function chosenRecipient(own: readonly string[], named: string | undefined): Promise<string | undefined> {
  if (named !== undefined && !isRecipient(named)) throw new InputError(`"${named}" is no age recipient`);
  const [first, second] = own;
  if (named !== undefined || first === undefined) return named;
  if (second !== undefined) throw new InputError('the key file holds several identities: choose with --age-recipient');
  return recipientOf(first);
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
  const files = write.length === 1 ? 'file' : 'files';
  host.stdout(failed ? 'nothing was written' : `${write.length} ${files} written, ${kept.length} kept`);
}
