import { join } from 'node:path';
import { InputError } from '../../model/error.js';
import { hintForUnknown } from '../../model/names.js';
import type { SealedFile } from '../../model/secret.js';
import { clusterOf } from '../../secrets/init/init-plan.js';
import { secretId } from '../../secrets/problem.js';
import { readFileIfPresent } from '../../system/read-file.js';
import type { SecretsHost } from './host.js';

/**
 * The one declared secret that a user means: `<namespace>/<name>`, `<cluster>/<namespace>/<name>`, or its path.
 *
 * @throws InputError when none has that name, or several clusters have one.
 */
export function findFile(files: readonly SealedFile[], wanted: string): SealedFile {
  const found = files.filter((file) => namesOf(file).includes(wanted));
  const [first, second] = found;
  if (first !== undefined && second === undefined) return first;
  if (second !== undefined) {
    const names = found.map((file) => namesOf(file)[1]).join(', ');
    throw new InputError(`"${wanted}" is in several clusters`, `say which: ${names}`);
  }
  const known = files.map((file) => namesOf(file)[0] as string);
  throw new InputError(`there is no declared secret "${wanted}"`, hintForUnknown(wanted, known));
}

/** Text of a declared file. @throws InputError when it does not exist. */
export function textOf(host: Pick<SecretsHost, 'root'>, { path }: SealedFile): string {
  const text = readFileIfPresent(join(host.root, path));
  if (text === undefined) throw new InputError(`${path}: does not exist`, 'make it with: npm run secrets -- init');
  return text;
}

function namesOf({ declaration, path }: SealedFile): string[] {
  return [secretId(declaration), `${clusterOf(path)}/${secretId(declaration)}`, path];
}
