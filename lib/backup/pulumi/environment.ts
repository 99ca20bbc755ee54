import { isDeepStrictEqual } from 'node:util';
import { InputError } from '../../model/error.js';
import { dataOf, leafTexts } from '../leaf-texts.js';
import { callPulumi, type RunPulumi } from './call.js';

/** The definition of an ESC environment with its static secrets in clear (S0-28). */
export function readDefinition(run: RunPulumi, name: string): Promise<string> {
  return callPulumi(run, ['env', 'get', name, '--definition', '--show-secrets']);
}

/** Whether an environment exists. The CLI leaves out the organization where it is the user's own. */
export async function environmentExists(run: RunPulumi, name: string): Promise<boolean> {
  const [organization = '', ...rest] = name.split('/');
  const listed = await callPulumi(run, ['env', 'ls', '--organization', organization]);
  const lines = listed.split('\n').map((line) => line.trim());
  return lines.includes(name) || lines.includes(rest.join('/'));
}

/**
 * Makes a definition what it was, and reads it back: the CLI exits with 0 also where ESC refused a definition.
 * @throws InputError when the environment holds something else afterwards.
 */
export async function writeDefinition(
  run: RunPulumi,
  name: string,
  definition: string,
  exists: boolean,
): Promise<void> {
  const values = leafTexts(definition, name).map(({ text }) => text);
  const lines = definition.split('\n').filter((line) => line.trim().length > 3);
  const command = exists ? 'edit' : 'init';
  await callPulumi(run, ['env', command, name, '--file', '-'], { input: definition }, [...values, ...lines]);
  if (sameDefinition(definition, await readDefinition(run, name), name)) return;
  throw new InputError(
    `${name}: holds something else than what was written`,
    'see what it refuses with: pulumi env edit',
  );
}

/** Whether two definitions say the same. */
export function sameDefinition(one: string, other: string, name: string): boolean {
  return isDeepStrictEqual(dataOf(one, name), dataOf(other, name));
}

/**
 * Sets one secret of an environment from a text that goes to the CLI's standard input, and reads it back: the CLI exits
 * with 0 also where ESC refused it.
 *
 * @param path names below `values`: `['github-token']`, or `['github-credentials', 'token']`.
 * @throws InputError when the environment does not hold it afterwards.
 */
export async function writeSecret(run: RunPulumi, name: string, path: readonly string[], value: string): Promise<void> {
  // As a string: a token of digits alone would be a number, and the CLI fails on those.
  const args = ['env', 'set', name, propertyPath(path), '--secret', '--string', '--file', '-'];
  await callPulumi(run, args, { input: value }, [value]);
  if (secretAt(await readDefinition(run, name), name, path) === value) return;
  throw new InputError(
    `${name}: does not hold "${path.join('.')}" as it was set`,
    'see what it refuses with: pulumi env edit',
  );
}

/** One static secret of a definition; undefined where there is none, or only a plain value. */
export function secretAt(definition: string, name: string, path: readonly string[]): string | undefined {
  const wanted = JSON.stringify(['values', ...path, 'fn::secret']);
  return leafTexts(definition, name).find((leaf) => JSON.stringify(leaf.path) === wanted)?.text;
}

/** A path as Pulumi reads it: `a.b[0]`, with every name that is no plain word in brackets and quotes. */
export function propertyPath(path: readonly (string | number)[]): string {
  const parts = path.map((element, index) => {
    if (typeof element === 'number') return `[${element}]`;
    if (/^[A-Za-z_][\w-]*(?::[\w-]+)?$/.test(element)) return index === 0 ? element : `.${element}`;
    return `["${element.replaceAll('"', '\\"')}"]`;
  });
  return parts.join('');
}

/** Environments that a definition takes values from: they are not part of it. */
export function importsOf(definition: string, name: string): string[] {
  const [organization = ''] = name.split('/');
  return leafTexts(definition, name)
    .filter(({ path }) => path[0] === 'imports')
    .map(({ path, text }) => (path.length === 2 ? text : (path[2] ?? '')))
    .map((imported) => imported.replace(/@.*$/, ''))
    .map((imported) => `${organization}/${imported.includes('/') ? imported : `default/${imported}`}`);
}
