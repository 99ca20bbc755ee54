import { isDeepStrictEqual } from 'node:util';
import type { Finding } from '../model/finding.js';
import { CREATION_RULES_FILE, parseCreationRules, ruleFor } from '../secrets/recipients/creation-rules.js';
import { EXAMPLE_RECIPIENT } from '../secrets/recipients/example-recipient.js';
import type { Random } from '../secrets/sops/cipher.js';
import { SopsError } from '../secrets/sops/error.js';
import { inspectYaml } from '../secrets/sops/inspect.js';
import { type OpenedFile, openYaml } from '../secrets/sops/open.js';
import { resealYaml } from '../secrets/sops/reseal.js';
import { sealYaml } from '../secrets/sops/seal.js';
import type { Backup, BackupSecret } from './format.js';
import { dataOf } from './leaf-texts.js';
import { backupFinding } from './refuse.js';

export interface RestoreFilesInput {
  readonly backup: Pick<Backup, 'secrets' | 'creationRules'>;
  /** What is on disk, by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** Text of the present `.sops.yaml`. @default the backup's own */
  readonly sopsYaml?: string;
  /** age identities at hand: they tell whether a present file holds the same values. */
  readonly identities: readonly string[];
  /** Whether a file that holds other values, or cannot be opened, is replaced. */
  readonly replace: boolean;
  readonly now: Date;
  readonly random: Random;
}

export type RestoreChange = 'created' | 'replaced' | 'kept';

export interface RestoredFile {
  readonly path: string;
  readonly change: RestoreChange;
  /** @default the file stays as it is */
  readonly content?: string;
}

export interface RestoreFilesPlan {
  readonly files: readonly RestoredFile[];
  /** Nothing may be written while there is one. */
  readonly findings: readonly Finding[];
}

/** What brings the tree's sealed files back, for the recipients that `.sops.yaml` names now (S0-29). */
export async function planRestoreFiles(input: RestoreFilesInput): Promise<RestoreFilesPlan> {
  const { backup, sopsYaml = backup.creationRules } = input;
  const files: RestoredFile[] = [];
  const findings: Finding[] = [];
  if (input.sopsYaml === undefined && sopsYaml !== undefined) {
    files.push({ path: CREATION_RULES_FILE, change: 'created', content: sopsYaml });
  }
  const rules = parseCreationRules(sopsYaml ?? '');
  for (const secret of backup.secrets) {
    const recipients = ruleFor(rules, secret.path)?.recipients ?? [];
    const planned = await planFile(secret, recipients, input);
    if ('code' in planned) findings.push(planned);
    else files.push(planned);
  }
  return { files, findings };
}

async function planFile(
  secret: BackupSecret,
  recipients: readonly string[],
  input: RestoreFilesInput,
): Promise<RestoredFile | Finding> {
  const { path, text } = secret;
  const present = input.texts.get(path);
  const opened = present === undefined ? undefined : await tryOpen(present, path, input.identities);
  if (opened !== undefined && isDeepStrictEqual(dataOf(text, path), dataOf(opened.plain, path))) {
    return { path, change: 'kept' };
  }
  if (recipients.every((recipient) => recipient === EXAMPLE_RECIPIENT)) {
    const hint = 'name your own recipient with: npm run secrets -- init --age-key FILE';
    const fact =
      recipients.length === 0 ? 'no rule of .sops.yaml says for whom' : '.sops.yaml names the example recipient alone';
    return backupFinding('BACKUP_INCOMPLETE', path, `cannot be sealed: ${fact}`, hint);
  }
  const mayGo = present === undefined || isDisposable(present, path) || input.replace;
  if (!mayGo) {
    const fact =
      opened === undefined ? 'exists and is not opened by an identity at hand' : 'exists and holds other values';
    return backupFinding('BACKUP_INCOMPLETE', path, fact, 'keep it with --only, or replace it with --replace');
  }
  try {
    return {
      path,
      change: present === undefined ? 'created' : 'replaced',
      content: await seal(secret, opened, recipients, input),
    };
  } catch (error) {
    if (!(error instanceof SopsError)) throw error;
    return backupFinding('BACKUP_INCOMPLETE', path, `cannot be sealed: ${error.fact}`, error.hint);
  }
}

/** Unchanged values of a file that stays with its recipients keep their ciphertext. */
function seal(
  { path, text, selection, macOnlyEncrypted }: BackupSecret,
  opened: OpenedFile | undefined,
  recipients: readonly string[],
  { now, random }: RestoreFilesInput,
): Promise<string> | string {
  const before = opened?.metadata;
  const sameTerms =
    before !== undefined &&
    isDeepStrictEqual(before.selection, selection) &&
    before.macOnlyEncrypted === macOnlyEncrypted &&
    isDeepStrictEqual(before.age.map(({ recipient }) => recipient).sort(), [...recipients].sort());
  if (opened !== undefined && sameTerms) return resealYaml(opened, text, now, random);
  return sealYaml(text, { file: path, recipients, lastModified: now, random, selection, macOnlyEncrypted });
}

async function tryOpen(text: string, path: string, identities: readonly string[]): Promise<OpenedFile | undefined> {
  try {
    return identities.length === 0 ? undefined : await openYaml(text, path, identities);
  } catch (error) {
    if (error instanceof SopsError) return undefined;
    throw error;
  }
}

/** Sealed for the example recipient alone: nobody loses anything. */
function isDisposable(text: string, path: string): boolean {
  try {
    const { age } = inspectYaml(text, path).metadata;
    return age.length > 0 && age.every(({ recipient }) => recipient === EXAMPLE_RECIPIENT);
  } catch (error) {
    if (error instanceof SopsError) return false;
    throw error;
  }
}
