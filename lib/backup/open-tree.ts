import type { Finding } from '../model/finding.js';
import type { SealedFile } from '../model/secret.js';
import { inspectSecret } from '../secrets/file/inspect-secret.js';
import { SopsError } from '../secrets/sops/error.js';
import { openYaml } from '../secrets/sops/open.js';
import type { BackupSecret } from './format.js';
import { backupFinding } from './refuse.js';

export interface OpenTreeInput {
  /** Every sealed file on disk, declared or not, by path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly declared: readonly SealedFile[];
  /** age identities at hand. */
  readonly identities: readonly string[];
  /** Called before each file. */
  readonly step: (path: string) => void;
}

export interface OpenedTree {
  readonly secrets: readonly BackupSecret[];
  /** What should be in the backup and is not: errors, and a warning for each SealedSecret. */
  readonly findings: readonly Finding[];
}

/** Opens everything of the tree that an identity opens; a MAC that does not hold is an error like any other. */
export async function openTree({ texts, declared, identities, step }: OpenTreeInput): Promise<OpenedTree> {
  const secrets: BackupSecret[] = [];
  const findings: Finding[] = declared.flatMap(({ path, certificate }) => {
    if (certificate !== undefined) return [sealedSecret(path)];
    return texts.has(path) ? [] : [missing(path, 'is declared and does not exist', 'npm run secrets -- init makes it')];
  });
  const sealed = new Set(declared.filter(({ certificate }) => certificate !== undefined).map(({ path }) => path));
  for (const [path, text] of [...texts].filter(([path]) => !sealed.has(path))) {
    step(path);
    try {
      const { plain, metadata } = await openYaml(text, path, identities);
      const { selection, macOnlyEncrypted } = metadata;
      secrets.push({ path, ...described(text, path), text: plain, selection: { ...selection }, macOnlyEncrypted });
    } catch (error) {
      if (!(error instanceof SopsError)) throw error;
      findings.push(missing(path, error.fact, error.hint));
    }
  }
  return { secrets, findings };
}

function described(text: string, path: string): Pick<BackupSecret, 'secret'> {
  try {
    const { namespace, name, type, keys } = inspectSecret(text, path);
    return { secret: { namespace, name, type, keys: [...keys] } };
  } catch (error) {
    if (error instanceof SopsError) return {};
    throw error;
  }
}

function missing(path: string, message: string, hint?: string): Finding {
  return backupFinding('BACKUP_MISSING', path, message, hint);
}

function sealedSecret(path: string): Finding {
  const hint = 'back up the controller’s key pair, which opens it';
  return { ...missing(path, 'is a SealedSecret: only its controller opens it', hint), severity: 'warning' };
}
