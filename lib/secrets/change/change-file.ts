import type { ReadFile } from '../file/read-files.js';
import { sealNewFile } from '../file/seal-new-file.js';
import { clearPart, completeText } from '../file/secret-manifest.js';
import { problem, type SecretProblem, secretId } from '../problem.js';
import { planSealedFile, type ReadSealedFile } from '../sealed-secrets/plan-files.js';
import { resealYaml } from '../sops/reseal.js';
import { sealYaml } from '../sops/seal.js';
import type { Resolution } from '../values/resolve.js';
import type { ChangedFile, ChangeInput } from './change-plan.js';

type Values = Pick<Resolution, 'secrets' | 'replaced'>;

/** The new text of one SOPS file; undefined when it is fine as it is. */
export async function changeFile(
  { file, rule, opened }: ReadFile,
  { secrets }: Values,
  { now, random, rekeyed, edited, created }: ChangeInput,
): Promise<ChangedFile | undefined> {
  const { declaration, path } = file;
  const secret = secretId(declaration);
  const resolved = secrets.get(secret);
  if (resolved === undefined) return undefined;
  const keys = Object.keys(declaration.keys).filter((key) => resolved.computed.has(key));
  if (opened === undefined) {
    if (created?.has(secret) !== true) return undefined;
    const content = await sealNewFile(file, resolved, rule, { now, random });
    return { path, content, secret, keys, rekeyed: false, created: true };
  }
  const values = Object.fromEntries(keys.map((key) => [key, resolved.values[key] ?? '']));
  const before = edited?.get(path) ?? opened.plain;
  const clear = clearPart(declaration, resolved.standIns);
  const plain = keys.length === 0 ? before : completeText(before, path, clear, values);
  if (rekeyed?.has(secret) !== true) {
    const content = resealYaml(opened, plain, now, random);
    return content === opened.sealed ? undefined : { path, content, secret, keys, rekeyed: false };
  }
  const { recipients, selection = opened.metadata.selection, macOnlyEncrypted } = rule;
  const options = { file: path, recipients, lastModified: now, random, selection, macOnlyEncrypted };
  return { path, content: await sealYaml(plain, options), secret, keys, rekeyed: true };
}

/** The new text of one SealedSecret: a value that nobody can open is replaced beside those that stay. */
export function changeSealedFile(entry: ReadSealedFile, values: Values, input: ChangeInput): ChangedFile | undefined {
  const { declaration } = entry.file;
  const secret = secretId(declaration);
  const computed = values.secrets.get(secret)?.computed ?? new Set();
  if (computed.size === 0 || (entry.text === undefined && input.created?.has(secret) !== true)) return undefined;
  const planned = planSealedFile(entry, values, input.random);
  if (planned === undefined) return undefined;
  const keys = Object.keys(declaration.keys).filter((key) => computed.has(key));
  const created = planned.change === 'completed' ? {} : { created: true as const };
  return { path: planned.path, content: planned.content, secret, keys, rekeyed: false, ...created };
}

/** Why a file cannot get a new data key: that takes the old plaintext, and everybody who is to open the file. */
export function problemsOfRekey({ file: { declaration }, opened, state }: ReadFile): SecretProblem[] {
  const id = secretId(declaration);
  if (state.kind === 'absent') {
    const hint = 'make it with: npm run secrets -- init';
    return [problem('SECRET_FILE_MISSING', id, 'has no file yet, or one for the published example', hint)];
  }
  if (opened === undefined) {
    const fact = 'gets a new data key, and the file is not opened';
    return [problem('SECRET_NEEDS_IDENTITY', id, fact, 'open it with --age-key FILE')];
  }
  const { services } = opened.metadata;
  if (services.length === 0) return [];
  const fact = `is sealed for other services too (${services.join(', ')}), which only sops can seal for`;
  return [problem('SECRET_OTHER_KEYS', id, fact, 'rotate it with: sops rotate --in-place FILE')];
}
