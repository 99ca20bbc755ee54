import { basename } from 'node:path';
import { Command } from 'commander';
import { InputError } from '../../model/error.js';
import { type Finding, formatFinding } from '../../model/finding.js';
import type { SealedFile } from '../../model/secret.js';
import { planChange } from '../../secrets/change/change-values.js';
import { judgeEdit } from '../../secrets/change/judge-edit.js';
import { findingOf } from '../../secrets/init/init-findings.js';
import { clusterOf } from '../../secrets/init/init-plan.js';
import { openYaml } from '../../secrets/sops/open.js';
import { orderKeys } from '../../secrets/values/order-keys.js';
import { diskFolder, editText, removeAbandonedPlaintext } from '../../system/edit-text.js';
import { editorOf } from '../../system/editor.js';
import type { ExitCode } from '../io.js';
import { applyChanges } from './apply-changes.js';
import { type ClusterAtHand, clusterAtHand } from './cluster-at-hand.js';
import { findFile, textOf } from './find-file.js';
import { guarded } from './guarded.js';
import type { SecretsHost } from './host.js';

/** An editor that hands the file to another program and ends gives nobody the time to change anything. */
const AT_ONCE_MS = 1000;

export function editCommand(host: SecretsHost): Command {
  return new Command('edit')
    .description('edit the values of a secret in $VISUAL or $EDITOR; what is made of them follows, in every file')
    .argument('<secret>', '<namespace>/<name>, with <cluster>/ before it where several have one, or its path')
    .option('--cluster <name>', 'only this cluster')
    .option('--age-key <file>', 'age identity that opens the files')
    .option('--allow-disk', 'put the plaintext on a disk where the system has no folder in memory', false)
    .option('--json', 'print the result as JSON', false)
    .addHelpText(
      'after',
      [
        '',
        'The editor gets the plaintext in a private folder in memory (tmpfs), which is removed on any exit. vim is told to',
        'leave no traces elsewhere; another editor may keep a history of its own. Values and comments are yours; names,',
        'labels and keys are the declaration’s. What the schema refuses is not saved. Unchanged values keep their ciphertext.',
      ].join('\n'),
    )
    .action((secret: string, options: EditOptions) => guarded(host, () => runEdit(host, secret, options)));
}

interface EditOptions {
  /** @default every cluster */
  readonly cluster?: string;
  /** @default the environment's identities */
  readonly ageKey?: string;
  readonly allowDisk: boolean;
  readonly json: boolean;
}

type EditOutcome =
  | { readonly code: ExitCode; readonly refused: false }
  | { readonly code: ExitCode; readonly refused: true; readonly findings: readonly Finding[] };

/** Lets the owner edit one secret. @returns the exit code: 1 when what they saved is refused. */
async function runEdit(host: SecretsHost, secret: string, options: EditOptions): Promise<ExitCode> {
  removeAbandonedPlaintext(host.env);
  const files = await host.sealedFiles(options.cluster);
  const file = findFile(files, secret);
  if (file.certificate !== undefined) {
    const hint = 'give its keys new values with the set command, which needs the certificate alone';
    throw new InputError(`${file.path}: is a SealedSecret, which only the controller opens`, hint);
  }
  const text = textOf(host, file);
  const at = await clusterAtHand(host, clusterOf(file.path), files, options.ageKey);
  const { plain } = await openYaml(text, file.path, at.identities);
  const editor = editorOf(host.env);
  const base = host.memoryFolder ?? (options.allowDisk ? diskFolder() : refuseDisk());
  const name = basename(file.path).replace(/\.sops(?=\.ya?ml$)/, '');
  const started = host.now();
  let code: ExitCode = 0;
  await editText(plain, { editor, base, name, env: { ...host.env } }, async (edited) => {
    if (edited === plain && host.now().getTime() - started.getTime() < AT_ONCE_MS) {
      host.stderr(
        'note: the editor ended at once; one that hands the file on needs a flag to wait, as in: code --wait',
      );
    }
    const outcome = await saveEdit(host, at, file, { before: plain, edited, json: options.json });
    code = outcome.code;
    if (outcome.refused && host.interactive && (await wantsToGoOn(host))) return 'again';
    if (outcome.refused) {
      const { findings } = outcome;
      host.stdout(options.json ? JSON.stringify({ written: [], findings }, null, 2) : 'nothing was written');
    }
    return 'taken';
  });
  return code;
}

/** Saves an edited plaintext, or says why it may not be saved. */
async function saveEdit(
  host: SecretsHost,
  at: ClusterAtHand,
  file: SealedFile,
  { before, edited, json }: { readonly before: string; readonly edited: string; readonly json: boolean },
): Promise<EditOutcome> {
  const { declaration, path } = file;
  const { keys } = orderKeys(at.files.map((one) => one.declaration));
  const { plain, set, problems } = judgeEdit({ declaration, path, before, edited, keys });
  if (problems.length > 0)
    return refuse(
      host,
      problems.map((found) => findingOf(found, at.cluster, at.files)),
    );
  const plan = await planChange({ ...at, now: host.now(), set, edited: new Map([[path, plain]]) });
  if (plan.findings.some(({ severity }) => severity === 'error')) return refuse(host, plan.findings);
  return { code: await applyChanges(host, [{ at, plan }], { json }), refused: false };
}

function refuse(host: SecretsHost, findings: readonly Finding[]): EditOutcome {
  for (const finding of findings) host.stderr(formatFinding(finding));
  return { code: 1, refused: true, findings };
}

async function wantsToGoOn(host: SecretsHost): Promise<boolean> {
  return !/^n/i.test((await host.ask('Edit again? [Y/n]', { hidden: false })).trim());
}

function refuseDisk(): never {
  throw new InputError(
    'this system has no folder in memory for the plaintext',
    'accept that it is on a disk for a while with --allow-disk, or use the set command, which needs no file',
  );
}
