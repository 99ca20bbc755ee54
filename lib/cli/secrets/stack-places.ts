import { join, resolve } from 'node:path';
import type { StackPlace } from '../../backup/pulumi/stack-config.js';
import { ownKeys, parseProject, stackFileName } from '../../backup/pulumi/stack-files.js';
import { InputError } from '../../model/error.js';
import { readFileIfPresent } from '../../system/read-file.js';

/** A folder with a `Pulumi.yaml`. */
export interface ProjectFolder {
  readonly folder: string;
  readonly project: string;
  readonly stackFolder: string;
}

/** @throws InputError when a folder holds no Pulumi project. */
export function projectFolder(named: string): ProjectFolder {
  const folder = resolve(named);
  for (const file of ['Pulumi.yaml', 'Pulumi.yml']) {
    const text = readFileIfPresent(join(folder, file));
    if (text === undefined) continue;
    const { name, stackFolder } = parseProject(text, join(named, file));
    return { folder, project: name, stackFolder: join(folder, stackFolder) };
  }
  throw new InputError(`${named}: holds no Pulumi.yaml`, 'name the folder of the project with --stack-dir');
}

/** A stack of a project, and which keys its file sets; none where it has no file. */
export function stackPlace({ folder, project, stackFolder }: ProjectFolder, stack: string): StackPlace {
  const file = join(stackFolder, stackFileName(stack));
  const text = readFileIfPresent(file);
  return { project, name: stack, folder, ownKeys: text === undefined ? [] : ownKeys(text, file, project) };
}

/**
 * The stacks that a user names, each with its folder: one folder for all, or one each in the same order.
 * @throws InputError when folders and stacks do not match, or a stack sets nothing.
 */
export function namedStacks(stacks: readonly string[], folders: readonly string[]): StackPlace[] {
  if (folders.length > 1 && folders.length !== stacks.length) {
    throw new InputError('--stack-dir is given once, or once for each --stack');
  }
  if (stacks.length === 0 && folders.length > 0) throw new InputError('--stack-dir needs a --stack');
  return stacks.map((stack, index) => {
    const folder = folders[folders.length > 1 ? index : 0] ?? '.';
    const place = stackPlace(projectFolder(folder), stack);
    if (place.ownKeys.length > 0) return place;
    throw new InputError(
      `stack ${stack}: ${join(folder, stackFileName(stack))} sets nothing`,
      'configuration that is kept in an ESC environment is backed up with --esc',
    );
  });
}
