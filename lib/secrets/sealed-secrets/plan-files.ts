import type { SealedFile } from '../../model/secret.js';
import type { PlannedFile } from '../init/init-plan.js';
import { secretId } from '../problem.js';
import type { Random } from '../sops/cipher.js';
import type { Resolution } from '../values/resolve.js';
import type { SealingCertificate } from './certificate.js';
import { completeSealedSecret, sealSecret } from './manifest.js';
import { readSealedSecretState, type SealedSecretState } from './read-state.js';

/** A declared SealedSecret with its certificate and what its file is worth. */
export interface ReadSealedFile extends SealedSecretState {
  readonly file: SealedFile;
  /** @default there is no file */
  readonly text?: string;
  /** @default it cannot be used, which is a finding of its own */
  readonly certificate?: SealingCertificate;
}

/** Reads declared SealedSecrets; SOPS files are left out. */
export function readSealedFiles(
  files: readonly SealedFile[],
  certificates: ReadonlyMap<string, SealingCertificate>,
  texts: ReadonlyMap<string, string>,
): ReadSealedFile[] {
  return files.flatMap((file) => {
    if (file.certificate === undefined) return [];
    const text = texts.get(file.path);
    const certificate = certificates.get(file.certificate);
    const known = {
      ...(text === undefined ? {} : { text }),
      ...(certificate === undefined ? {} : { certificate }),
    };
    const { declaration, path } = file;
    return [{ ...readSealedSecretState({ declaration, path, ...known }), ...known, file }];
  });
}

/** The new text of one SealedSecret; undefined when it is fine as it is. */
export function planSealedFile(
  { file: { declaration, path }, text, certificate, discarded, outdated }: ReadSealedFile,
  { secrets, replaced }: Pick<Resolution, 'secrets' | 'replaced'>,
  random: Random,
): PlannedFile | undefined {
  const id = secretId(declaration);
  const resolved = secrets.get(id);
  if (resolved === undefined || certificate === undefined) return undefined;
  const { standIns, computed } = resolved;
  const chosen = Object.entries(resolved.values).filter(([key]) => computed.has(key));
  const input = { declaration, values: Object.fromEntries(chosen), standIns, certificate, random };
  if (text === undefined) return { path, content: sealSecret(input), change: 'created' };
  if (discarded || replaced.has(id)) return { path, content: sealSecret(input), change: 'replaced' };
  if (computed.size === 0 && !outdated) return undefined;
  return { path, content: completeSealedSecret(text, path, input), change: 'completed' };
}
