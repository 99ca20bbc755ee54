import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readModelPackages } from './read-packages.js';

/** What every package of models builds upon. */
const COMMON = '@kubernetes-models/apimachinery';

/** A package of models as installed, with the code of its compiled validators. */
export interface InstalledValidators {
  readonly name: string;
  readonly version: string;
  readonly models: readonly { readonly path: string; readonly declaration: string; readonly code: string }[];
  /** By file name without its ending; packages use those of each other, and its own come first. */
  readonly validators: ReadonlyMap<string, string>;
}

async function readFolder(folder: string): Promise<[name: string, code: string][]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.js')).sort();
  return Promise.all(
    names.map(
      async (name): Promise<[string, string]> => [
        name.slice(0, -'.js'.length),
        await readFile(join(folder, name), 'utf8'),
      ],
    ),
  );
}

/**
 * The validators of the model packages that the project at `root` depends on, in the order of the packages' names.
 *
 * @throws Error when one of them is not installed.
 */
export async function readValidatorPackages(root: string): Promise<readonly InstalledValidators[]> {
  const modules = join(root, 'node_modules');
  const packages = await readModelPackages(root);
  const own = new Map<string, [string, string][]>();
  for (const name of [COMMON, ...packages.map((installed) => installed.name)]) {
    own.set(name, await readFolder(join(modules, name, '_schemas')));
  }
  const all = [...own.values()].flat();
  return Promise.all(
    packages.map(async ({ name, version, declarations }) => ({
      name,
      version,
      models: await Promise.all(
        declarations.map(async ({ path, text }) => ({
          path,
          declaration: text,
          code: await readFile(join(modules, name, `${path}.js`), 'utf8'),
        })),
      ),
      validators: new Map([...all, ...(own.get(name) ?? [])]),
    })),
  );
}
