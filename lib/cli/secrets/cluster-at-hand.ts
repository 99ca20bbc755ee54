import { join } from 'node:path';
import { InputError } from '../../model/error.js';
import { hintForUnknown } from '../../model/names.js';
import type { SealedFile } from '../../model/secret.js';
import type { ChangeInput } from '../../secrets/change/change-plan.js';
import { clusterOf } from '../../secrets/init/init-plan.js';
import { secretId } from '../../secrets/problem.js';
import { CREATION_RULES_FILE, type CreationRule, parseCreationRules } from '../../secrets/recipients/creation-rules.js';
import { certificatePaths } from '../../secrets/sealed-secrets/plan-certificates.js';
import { type DeclaredKey, orderKeys } from '../../secrets/values/order-keys.js';
import { readFileIfPresent } from '../../system/read-file.js';
import type { SecretsHost } from './host.js';
import { identitiesAtHand } from './identities.js';

/** All of one cluster that a change of its secrets needs. */
export type ClusterAtHand = Omit<ChangeInput, 'set' | 'renewed' | 'rekeyed' | 'edited' | 'answer' | 'howToAnswer'>;

/** Reads the sealed files of one cluster. `files` may be those of all. */
export async function clusterAtHand(
  host: SecretsHost,
  cluster: string,
  files: readonly SealedFile[],
  ageKey: string | undefined,
): Promise<ClusterAtHand> {
  const own = files.filter(({ path }) => clusterOf(path) === cluster);
  const texts = new Map<string, string>();
  for (const path of [...own.map(({ path }) => path), ...certificatePaths(own)]) {
    const text = readFileIfPresent(join(host.root, path));
    if (text !== undefined) texts.set(path, text);
  }
  return {
    cluster,
    files: own,
    texts,
    rules: creationRules(host),
    identities: await identitiesAtHand(host.env, ageKey),
    now: host.now(),
    random: host.random,
  };
}

/** The rules of `.sops.yaml`; none where there is no such file. */
export function creationRules({ root }: Pick<SecretsHost, 'root'>): CreationRule[] {
  return parseCreationRules(readFileIfPresent(join(root, CREATION_RULES_FILE)) ?? '');
}

/** One declared key with what it is made of. @throws InputError when the secret has no such key. */
export function findKey({ files }: ClusterAtHand, { declaration }: SealedFile, key: string): DeclaredKey {
  const { keys } = orderKeys(files.map((file) => file.declaration));
  const found = keys.find(({ ref }) => secretId(ref) === secretId(declaration) && ref.key === key);
  if (found !== undefined) return found;
  const hint = hintForUnknown(key, Object.keys(declaration.keys));
  throw new InputError(`secret ${secretId(declaration)} has no key "${key}"`, hint);
}
