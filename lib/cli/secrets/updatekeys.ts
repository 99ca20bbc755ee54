import { join } from 'node:path';
import { Command } from 'commander';
import { InputError } from '../../model/error.js';
import { type Finding, formatFinding } from '../../model/finding.js';
import { recipientOf } from '../../secrets/recipients/identity.js';
import { compareWithRules, type DifferingFile, updateFile } from '../../secrets/recipients/plan-recipients.js';
import { readFileIfPresent } from '../../system/read-file.js';
import { listFiles } from '../../system/read-tree.js';
import { replaceFile } from '../../system/write-tree.js';
import type { ExitCode } from '../io.js';
import { creationRules } from './cluster-at-hand.js';
import { guarded } from './guarded.js';
import type { SecretsHost } from './host.js';
import { identitiesAtHand } from './identities.js';

export function updatekeysCommand(host: SecretsHost): Command {
  return new Command('updatekeys')
    .description('bring the recipients of every SOPS file to its rule of .sops.yaml; values stay byte for byte')
    .option('--cluster <name>', 'only this cluster')
    .option('--check', 'write nothing; exit 1 when a file differs; needs no identity', false)
    .option('--age-key <file>', 'age identity that opens the files; needed where somebody is added')
    .option('--json', 'print the result as JSON', false)
    .addHelpText(
      'after',
      [
        '',
        'The data key of a file stays, wrapped for the added recipients. Whoever is removed keeps what they have read, and',
        'the data key: it opens every earlier commit, and later ones too until the file has a new data key (rotate).',
      ].join('\n'),
    )
    .action((options: UpdatekeysOptions) => guarded(host, () => runUpdatekeys(host, options)));
}

interface UpdatekeysOptions {
  /** @default every cluster */
  readonly cluster?: string;
  readonly check: boolean;
  /** @default the environment's identities */
  readonly ageKey?: string;
  readonly json: boolean;
}

/** Updates recipients. @returns the exit code: 1 when a file cannot be updated, or differs and is only checked. */
async function runUpdatekeys(host: SecretsHost, options: UpdatekeysOptions): Promise<ExitCode> {
  const { check, json } = options;
  const texts = await sopsFiles(host, options.cluster);
  const plan = compareWithRules({ texts, rules: creationRules(host) });
  const findings = [...plan.findings];
  const contents = new Map<string, string>();
  const identities = check ? [] : await identitiesAtHand(host.env, options.ageKey);
  const progress = host.progress('updating recipients', check ? 0 : plan.differing.length);
  for (const file of check ? [] : plan.differing) {
    progress.step(file.path);
    const result = await updateFile(file, texts.get(file.path) ?? '', identities);
    if ('content' in result) contents.set(file.path, result.content);
    else findings.push(result.finding);
  }
  progress.end();
  const failed = findings.some(({ severity }) => severity === 'error');
  if (!check && !failed) {
    for (const [path, content] of contents) replaceFile(host.root, path, content);
    await warnOfLockout(host, plan.differing, identities);
  }
  report(host, { differing: plan.differing, fine: plan.fine, findings, check, json, failed });
  return failed || (check && plan.differing.length > 0) ? 1 : 0;
}

/** Every SOPS file of the tree, whoever declared it: who may read it is the rule's to say. */
async function sopsFiles(host: SecretsHost, cluster: string | undefined): Promise<Map<string, string>> {
  const declared = (await host.sealedFiles(cluster)).filter(({ certificate }) => certificate === undefined);
  const folder = cluster === undefined ? 'kubernetes' : `kubernetes/${cluster}`;
  const present = listFiles(host.root, folder).filter((path) => /\.sops\.ya?ml$/.test(path));
  const texts = new Map<string, string>();
  for (const path of [...new Set([...present, ...declared.map(({ path }) => path)])].sort()) {
    const text = readFileIfPresent(join(host.root, path));
    if (text !== undefined) texts.set(path, text);
  }
  if (texts.size === 0) throw new InputError(`there is no SOPS file in ${folder}`, 'npm run secrets -- init');
  return texts;
}

/** Handing a tree to another key is legitimate, and easy to do by mistake. */
async function warnOfLockout(
  host: SecretsHost,
  differing: readonly DifferingFile[],
  identities: readonly string[],
): Promise<void> {
  const own = new Set(await Promise.all(identities.map((identity) => recipientOf(identity))));
  const lost = differing.filter(({ wanted }) => !wanted.some((recipient) => own.has(recipient)));
  if (own.size === 0 || lost.length === 0) return;
  const [{ path } = { path: '' }, ...others] = lost;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  host.stderr(`warning: no identity at hand opens ${path}${more} any more`);
}

interface Report {
  readonly differing: readonly DifferingFile[];
  readonly fine: number;
  readonly findings: readonly Finding[];
  readonly check: boolean;
  readonly json: boolean;
  readonly failed: boolean;
}

function report(host: SecretsHost, { differing, fine, findings, check, json, failed }: Report): void {
  const changes = differing.map(({ path, added, removed }) => ({ path, added, removed }));
  if (json) {
    host.stdout(JSON.stringify({ [check || failed ? 'differing' : 'updated']: changes, fine, findings }, null, 2));
    return;
  }
  for (const finding of findings) host.stderr(formatFinding(finding));
  for (const { path, added, removed } of failed && !check ? [] : changes) {
    host.stdout(`${check ? 'differs' : 'updated'}    ${path}`);
    for (const recipient of added) host.stdout(`  + ${recipient}`);
    for (const recipient of removed) host.stdout(`  - ${recipient}`);
  }
  if (failed && !check) host.stdout('nothing was written');
  else host.stdout(`${fine} as .sops.yaml says, ${differing.length} ${check ? 'not' : 'updated'}`);
  if (!failed || check) warnOfRemoved(host, differing);
}

function warnOfRemoved(host: Pick<SecretsHost, 'stderr'>, differing: readonly DifferingFile[]): void {
  const removed = [...new Set(differing.flatMap((file) => file.removed))];
  if (removed.length === 0) return;
  host.stderr(
    [
      `WARNING: ${removed.join(', ')}: removing a recipient takes away nothing that they had.`,
      'They keep every value that they have read, and the data keys of these files, which open every earlier commit, and',
      'what is sealed with them from now on.',
      'hint: npm run secrets -- rotate --all --value gives new data keys and new values',
    ].join('\n'),
  );
}
