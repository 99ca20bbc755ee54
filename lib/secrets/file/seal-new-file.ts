import type { SealedFile } from '../../model/secret.js';
import type { CreationRule } from '../recipients/creation-rules.js';
import type { Random } from '../sops/cipher.js';
import { sealYaml } from '../sops/seal.js';
import type { ResolvedSecret } from '../values/resolve.js';
import { clearPart, secretText } from './secret-manifest.js';

/** Text of a SOPS file that is made anew, sealed for whom its rule says. Needs no identity. */
export function sealNewFile(
  { declaration, path }: SealedFile,
  { values, standIns }: Pick<ResolvedSecret, 'values' | 'standIns'>,
  { recipients, selection, macOnlyEncrypted }: CreationRule,
  { now, random }: { readonly now: Date; readonly random: Random },
): Promise<string> {
  const options = { file: path, recipients, lastModified: now, random, macOnlyEncrypted };
  const text = secretText(clearPart(declaration, standIns), values);
  return sealYaml(text, selection === undefined ? options : { ...options, selection });
}
