import { by } from '../../model/code-unit-order.js';
import { compareImports, type StaleImport } from '../../schemas/compare-imports.js';
import {
  GENERATED as COMPILED,
  type CompiledFile,
  catalogueFile,
  groupFiles,
} from '../../schemas/generate/compiled-files.js';
import { generateImports } from '../../schemas/generate-imports.js';
import { SCOPES_FILE, scopesFile } from '../../schemas/generate-scopes.js';
import {
  formatImportedKind,
  IMPORTED_FOLDER,
  importedFileName,
  parseImportedKind,
} from '../../schemas/import/imported-kind.js';
import type { KindSchema } from '../../schemas/kind-schema.js';
import { loadZodKinds } from '../../schemas/kinds/registry.js';
import { modelImportables } from '../../schemas/model-importables.js';
import { readCompiled } from '../../system/compiled-folder.js';
import { readJsonFiles } from '../../system/imported-schemas.js';
import { readImports } from '../../system/imports-folder.js';
import { readModelPackages } from '../../system/read-packages.js';
import { readIfExists } from '../../system/read-source.js';
import { allKinds } from '../described-kinds.js';
import { compiledFiles, kubernetesFiles } from '../schemas.js';

const CATALOGUE = 'catalogue.ts';

/** A file to write, or to remove. */
export interface Change {
  /** Relative to the project. */
  readonly path: string;
  readonly state: StaleImport['state'];
  /** Absent for a file that goes. */
  readonly content?: string;
}

/** Generated files, and what has to change for the project to have them. */
export interface Plan {
  readonly files: number;
  readonly changes: readonly Change[];
}

/**
 * What has to change for the project at `root` to have exactly these imported kinds: their schemas, the compiled
 * schemas, and the constructs. Nothing is written, so that whatever fails fails before the first file.
 */
export async function planKinds(root: string, imported: readonly KindSchema[]): Promise<readonly Change[]> {
  const schemas = imported.map((kind) => ({ path: importedFileName(kind), content: formatImportedKind(kind) }));
  const compiled = await readCompiled(root);
  const before = await readJsonFiles(root, IMPORTED_FOLDER);
  const groups = [...imported, ...[...before].map(([name, text]) => parseImportedKind(name, text))];
  const touched = new Set(groups.map(({ group }) => group));
  return [
    ...changes(IMPORTED_FOLDER, schemas, before, ''),
    ...changes('lib/schemas/compiled', await planCompiled(root, imported, compiled, touched), compiled, COMPILED),
    ...(await planConstructs(root, imported)).changes,
  ];
}

/** The compiled schemas. To compile those of the packages takes seconds, so it is done for groups that they have, too. */
async function planCompiled(
  root: string,
  imported: readonly KindSchema[],
  present: ReadonlyMap<string, string>,
  touched: ReadonlySet<string>,
): Promise<readonly CompiledFile[]> {
  const packaged = modelImportables(await readModelPackages(root));
  if (packaged.some(({ group }) => touched.has(group))) {
    return compiledFiles(root, await kubernetesFiles(root, present, undefined), imported);
  }
  const others = [...present]
    .filter(([path]) => path !== CATALOGUE && !touched.has(path.replace(/^groups\/|\.ts$/g, '')))
    .map(([path, content]) => ({ path, content }));
  const files = [...others, ...groupFiles(imported)].sort(by(({ path }) => path.replace(/\.ts$/, '')));
  return [...files, catalogueFile(files)];
}

/** The same for the constructs alone, and for the kinds that have no namespace, which the model has to know. */
export async function planConstructs(root: string, imported: readonly KindSchema[]): Promise<Plan> {
  const constructs = generateImports(await allKinds(root, imported));
  const ids = new Set(imported.map(({ group, kind }) => `${group}/${kind}`));
  const others = (await loadZodKinds()).zodKinds.filter(({ group, kind }) => !ids.has(`${group}/${kind}`));
  const scopes = { path: SCOPES_FILE, content: scopesFile([...others, ...imported]) };
  const present = await readIfExists(root, SCOPES_FILE);
  return {
    files: constructs.length + 1,
    changes: [
      ...changes('imports', constructs, await readImports(root)),
      ...changes('', [scopes], new Map(present === undefined ? [] : [[SCOPES_FILE, present]])),
    ],
  };
}

/** @param mark what generated files begin with. @default that of imports/ */
function changes(
  folder: string,
  wanted: readonly { readonly path: string; readonly content: string }[],
  present: ReadonlyMap<string, string>,
  mark?: string,
): Change[] {
  const contents = new Map(wanted.map(({ path, content }) => [path, content]));
  return compareImports(wanted, present, mark).map(({ path: name, state }) => {
    const path = folder === '' ? name : `${folder}/${name}`;
    const content = contents.get(name);
    return content === undefined ? { path, state } : { path, state, content };
  });
}
