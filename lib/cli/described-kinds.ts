import { IMPORTED_FOLDER, parseImportedKind } from '../schemas/import/imported-kind.js';
import { schemaImportables } from '../schemas/import/schema-importables.js';
import type { ImportableKind } from '../schemas/importable-kind.js';
import type { KindSchema } from '../schemas/kind-schema.js';
import { loadZodKinds } from '../schemas/kinds/registry.js';
import { modelImportables } from '../schemas/model-importables.js';
import { zodImportables } from '../schemas/zod-importables.js';
import { readJsonFiles } from '../system/imported-schemas.js';
import { readModelPackages } from '../system/read-packages.js';

/** The kinds that `npm run import` added to the project at `root`. */
export async function importedKinds(root: string): Promise<readonly KindSchema[]> {
  return [...(await readJsonFiles(root, IMPORTED_FOLDER))].map(([name, text]) => parseImportedKind(name, text));
}

/** The kinds that the installed packages and lib/schemas/kinds describe. */
export async function ownKinds(root: string): Promise<readonly ImportableKind[]> {
  const { groups } = await loadZodKinds();
  return [...modelImportables(await readModelPackages(root)), ...zodImportables(groups)];
}

/** Every kind that becomes a construct; an imported one stands for a package's. */
export async function allKinds(root: string, imported: readonly KindSchema[]): Promise<readonly ImportableKind[]> {
  const own = await ownKinds(root);
  return [...own, ...schemaImportables(imported, own)];
}

/** Every kind of the project as it is that becomes a construct. */
export async function describedKinds(root: string): Promise<readonly ImportableKind[]> {
  return allKinds(root, await importedKinds(root));
}
