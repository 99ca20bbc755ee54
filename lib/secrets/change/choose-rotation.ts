import type { SealedFile } from '../../model/secret.js';
import { keyId, problem, type SecretProblem, secretId } from '../problem.js';
import { type DeclaredKey, orderKeys } from '../values/order-keys.js';
import { refusalToSet } from '../values/settable.js';
import { affectedKeys } from './decide-changes.js';

export interface RotationRequest {
  /** Every file of one cluster. */
  readonly files: readonly SealedFile[];
  /** Secrets (`secretId`) that are rotated. */
  readonly secrets: ReadonlySet<string>;
  /** Names of the keys that get new values; empty means all that can. @default values stay */
  readonly values?: readonly string[];
  /** Whether the owner named the secrets, so that one that cannot be rotated is an error. */
  readonly named: boolean;
}

/** What a rotation does, known from the declarations alone. */
export interface Rotation {
  /** Secrets (`secretId`) that get a new data key. */
  readonly rekeyed: ReadonlySet<string>;
  /** Keys that get a value of their own, in dependency order. */
  readonly renewed: readonly DeclaredKey[];
  /** Keys that are made of those. */
  readonly followers: readonly DeclaredKey[];
  readonly problems: readonly SecretProblem[];
}

/** Decides which files get a new data key and which keys a new value. Looks at no file. */
export function chooseRotation({ files, secrets, values, named }: RotationRequest): Rotation {
  const { keys, problems: disorder } = orderKeys(files.map(({ declaration }) => declaration));
  const problems = [...disorder];
  const renewed: DeclaredKey[] = [];
  for (const declared of keys.filter(({ ref }) => secrets.has(secretId(ref)))) {
    const chosen = values?.includes(declared.ref.key) === true;
    if (values === undefined || (values.length > 0 && !chosen)) continue;
    const refused = refusalToSet(declared);
    if (refused === undefined) renewed.push(declared);
    else if (chosen) problems.push(refused);
  }
  for (const file of files) {
    if (!named || !secrets.has(secretId(file.declaration))) continue;
    const refused = nothingToDo(file, keys, renewed, values);
    if (refused !== undefined) problems.push(refused);
  }
  const affected = affectedKeys(keys, new Set(renewed.map(({ ref }) => keyId(ref))));
  const followers = keys.filter((key) => affected.has(keyId(key.ref)) && !renewed.includes(key));
  const sops = files.filter(({ certificate }) => certificate === undefined);
  const rekeyed = new Set(sops.map(({ declaration }) => secretId(declaration)).filter((id) => secrets.has(id)));
  return { rekeyed, renewed, followers, problems };
}

function nothingToDo(
  { declaration, certificate }: SealedFile,
  keys: readonly DeclaredKey[],
  renewed: readonly DeclaredKey[],
  values: readonly string[] | undefined,
): SecretProblem | undefined {
  const id = secretId(declaration);
  const refuse = (fact: string, hint: string) => problem('SECRET_NOT_SETTABLE', id, fact, hint);
  if (values === undefined) {
    if (certificate === undefined) return undefined;
    return refuse('is a SealedSecret, whose values have a key each', 'give it new values with --value');
  }
  if (values.length > 0 || renewed.some(({ ref }) => secretId(ref) === id)) return undefined;
  const needs = keys.filter(({ ref }) => secretId(ref) === id).flatMap((key) => key.needs.map(keyId));
  const sources = [...new Set(needs)].filter((need) => !need.startsWith(`${id}:`));
  if (sources.length === 0) return refuse('holds constants of the charts alone', 'change them there');
  return refuse(`has no value of its own: it is made of ${sources.join(', ')}`, 'rotate that');
}
