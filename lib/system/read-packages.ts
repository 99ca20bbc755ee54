import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';

const SCOPE = '@kubernetes-models/';
const DECLARATION = '.d.ts';
/** Folders of API versions hold the models; `_schemas` and the like hold their parts. */
const API_VERSION = /^v\d+(?:(?:alpha|beta)\d+)?$/;

/** A package of Kubernetes models as installed. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** Paths as an import names them, `/`-separated and without an ending. */
  readonly declarations: readonly { readonly path: string; readonly text: string }[];
}

async function readJson(path: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
}

async function readPackage(root: string, name: string): Promise<InstalledPackage> {
  const folder = join(root, 'node_modules', name);
  const { version } = await readJson(join(folder, 'package.json')).catch(() => {
    throw new Error(`${name} is not installed; hint: npm ci`);
  });
  const paths: string[] = [];
  for (const group of await readdir(folder, { withFileTypes: true })) {
    // Groups have a dot in their name; a folder of Go packages such as github.com holds no kinds at this depth.
    if (!group.isDirectory() || !group.name.includes('.')) continue;
    for (const served of await readdir(join(folder, group.name))) {
      if (!API_VERSION.test(served)) continue;
      for (const file of await readdir(join(folder, group.name, served))) {
        if (file.endsWith(DECLARATION)) {
          paths.push(posix.join(group.name, served, file.slice(0, -DECLARATION.length)));
        }
      }
    }
  }
  const declarations = await Promise.all(
    paths.sort().map(async (path) => ({ path, text: await readFile(join(folder, `${path}${DECLARATION}`), 'utf8') })),
  );
  return { name, version: String(version), declarations };
}

/**
 * The packages of Kubernetes models that the project at `root` depends on, in the order of their names.
 *
 * @throws Error when one of them is not installed.
 */
export async function readModelPackages(root: string): Promise<readonly InstalledPackage[]> {
  const { dependencies, devDependencies } = await readJson(join(root, 'package.json'));
  const names = Object.keys({ ...(dependencies as object), ...(devDependencies as object) });
  return Promise.all(
    names
      .filter((name) => name.startsWith(SCOPE))
      .sort()
      .map((name) => readPackage(root, name)),
  );
}
