import { join, resolve } from 'node:path';
import { InputError } from '../../model/error.js';
import { parseIdentities } from '../../secrets/recipients/identity.js';
import { readFileIfPresent } from '../../system/read-file.js';
import type { SecretsHost } from './host.js';

/**
 * The age identities at hand, those of `--age-key` first, then what `sops` itself would take: SOPS_AGE_KEY,
 * SOPS_AGE_KEY_FILE, and `sops/age/keys.txt` in the user's configuration folder.
 *
 * @throws IdentityError when a file holds none, InputError when a named file does not exist.
 */
export async function identitiesAtHand(env: SecretsHost['env'], ageKey: string | undefined): Promise<string[]> {
  const { SOPS_AGE_KEY: text, SOPS_AGE_KEY_FILE: file } = env;
  const own = ageKey === undefined ? [] : await identitiesOf(ageKey);
  const ofText = text === undefined || text === '' ? [] : await parseIdentities(text, 'SOPS_AGE_KEY');
  const ofFile = file === undefined || file === '' ? [] : await identitiesOf(file);
  return [...new Set([...own, ...ofText, ...ofFile, ...(await identitiesOfUser(env))])];
}

/** Identities of a file that has to be there. */
export async function identitiesOf(file: string): Promise<string[]> {
  return parseIdentities(requiredFile(file), file);
}

/** Text of a file that the user named. @throws InputError when there is none. */
export function requiredFile(file: string): string {
  const text = readFileIfPresent(resolve(file));
  if (text === undefined) throw new InputError(`${file}: no such file`);
  return text;
}

async function identitiesOfUser(env: SecretsHost['env']): Promise<string[]> {
  const home = env.HOME === undefined || env.HOME === '' ? undefined : join(env.HOME, '.config');
  const folder = env.XDG_CONFIG_HOME || home;
  if (folder === undefined) return [];
  const file = join(folder, 'sops', 'age', 'keys.txt');
  const text = readFileIfPresent(file);
  return text === undefined ? [] : parseIdentities(text, file);
}
