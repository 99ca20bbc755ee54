import { field, mapsOf, textsOf } from '../../flux/kustomize/built.js';
import { folderOf, joinPath } from '../../flux/kustomize/paths.js';
import { unitGraph } from '../../flux/tree/unit-graph.js';
import type { TreeDocument, TreeFinding, TreeSource, TreeView } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';
import { isConfigFile, isManifest, ownFiles } from './tree-files.js';

/** A file that nobody lists is never applied, and nobody is told (S4-02). */
export const fileListed: TreeRule = {
  name: 'file-listed',
  severity: 'error',
  description:
    'A manifest is in the tree, and no Flux Kustomization applies it and no kustomization.yaml lists it: it looks as if it were in the cluster, and is not, or is not updated any more.',
  remediation: 'list it in the kustomization.yaml of its folder, remove it, or declare its path as somebody else’s',
  sources: ['DC-15', 'S4-02', 'S3-90'],
  *check(view) {
    if (view.units.length === 0) return;
    const used = new Set<string>();
    for (const { files } of view.units) for (const file of files) used.add(file);
    const files = [...ownFiles(view)];
    const unused = files.filter(({ path }) => !used.has(path));
    if (unused.length === 0) return;
    const configs = files.filter(({ path }) => isConfigFile(path));
    const listed = new Set(configs.flatMap(entries));
    const copied = copiedFolders(view);
    const byHand = bootstrapFolders(view, new Set(configs.map(({ path }) => folderOf(path))));
    for (const source of unused) {
      if (isConfigFile(source.path) && copied.some((folder) => isIn(folderOf(source.path), folder))) continue;
      if (isConfigFile(source.path)) yield* unusedFolder(source, listed, view);
      else if (!listed.has(source.path) && !byHand.has(folderOf(source.path))) yield* unlisted(source);
    }
  },
};

function* unlisted({ path: file, documents }: TreeSource): Iterable<TreeFinding> {
  const manifest = documents.find(({ object }) => isManifest(object));
  if (manifest === undefined) return;
  const { kind } = manifest.object;
  const what =
    kind === 'HelmRelease'
      ? 'no kustomization.yaml lists this HelmRelease, so that Flux stops updating it'
      : `no kustomization.yaml lists this ${String(kind)}, and no Flux Kustomization applies it`;
  yield { at: { file }, message: what };
}

/** A folder that is built by nobody: its unit is gone, or was never made. What a person applies is none. */
function* unusedFolder(source: TreeSource, listed: ReadonlySet<string>, view: TreeView): Iterable<TreeFinding> {
  const { path: file } = source;
  if (listed.has(folderOf(file))) return;
  const documents = entries(source).flatMap((path) => view.sources.get(path)?.documents ?? []);
  if (!documents.some(({ object }) => isManifest(object)) || isBootstrap(documents, view)) return;
  const hint = 'list the folder in the one above, add a Flux Kustomization with this path, or remove it';
  yield { at: { file }, message: 'no Flux Kustomization applies this folder', hint };
}

/** What a person applies brings all others; a tree of single Kustomizations is applied one by one. */
function isBootstrap(documents: readonly TreeDocument[], view: TreeView): boolean {
  const graph = unitGraph(view);
  const roots = view.units.filter(({ kustomization }) => documents.includes(kustomization.document));
  const nested = view.units.some(({ kustomization }) => kustomization.unit !== undefined);
  return roots.some((unit) => !nested || graph.children(unit).length > 0);
}

/** Folders whose files a person applies one by one: one of them brings all others, and no kustomization.yaml lists any. */
function bootstrapFolders(view: TreeView, configured: ReadonlySet<string>): ReadonlySet<string> {
  const roots = view.units.filter(({ kustomization }) => kustomization.unit === undefined);
  const folders = roots
    .filter(({ kustomization: { document } }) => isBootstrap([document], view))
    .map(({ kustomization: { document } }) => folderOf(document.file));
  return new Set(folders.filter((folder) => !configured.has(folder)));
}

/** Folders that an ArtifactGenerator copies from a repository: who reads its artifact applies them by another path. */
function copiedFolders({ sources }: TreeView): string[] {
  return [...sources.values()].flatMap(({ documents }) =>
    documents
      .filter(({ object: { kind } }) => kind === 'ArtifactGenerator')
      .flatMap(({ object }) => mapsOf(field(object, 'spec', 'artifacts')))
      .flatMap(({ copy }) => mapsOf(copy))
      .flatMap(({ from }) => /^@[^/]+\/([^*?[]*)/.exec(String(from))?.[1] ?? []),
  );
}

function isIn(path: string, folder: string): boolean {
  return `${path}/`.startsWith(folder.endsWith('/') || folder === '' ? folder : `${folder}/`);
}

/** What a kustomization.yaml lists, as paths of the repository. */
function entries({ path, documents }: TreeSource): string[] {
  const folder = folderOf(path);
  return documents.flatMap(({ object }) => {
    const { resources, bases, components, crds, patches, patchesStrategicMerge, patchesJson6902 } = object;
    const patched = [patches, patchesJson6902].flatMap(mapsOf).map(({ path: file }) => file);
    const all = [resources, bases, components, crds, patchesStrategicMerge, patched].flatMap(textsOf);
    return all.flatMap((entry) => joinPath(folder, entry) ?? []);
  });
}
