import type { JsonObject } from '../../model/json.js';
import type { JsonPath, TreeDocument, TreeSource } from '../tree/view.js';
import { type Build, textsOf } from './built.js';
import type { TreeFolders } from './folders.js';
import { generate } from './generators.js';
import { patchAll } from './patches.js';
import { folderOf, isRemote, joinPath } from './paths.js';
import { transform } from './transformers.js';

const NOT_EVALUATED = [
  'helmCharts',
  'helmChartInflationGenerator',
  'replacements',
  'vars',
  'generators',
  'transformers',
];
const CONFIG_KINDS = new Set(['Kustomization', 'Component']);

/** A build that nothing was read into yet. */
export function emptyBuild(): Build {
  return { objects: [], faults: [], files: new Set(), texts: new Set(), folders: new Set() };
}

/**
 * What `kustomize build` gives for a folder: resources, components, generators, patches, namespace, labels, images and
 * prefixes. What is not evaluated (charts inflated by kustomize, replacements, plugins, remote bases) is a fault of its
 * own, so that nobody takes silence for a pass. A folder without kustomization.yaml is built as Flux does it: from
 * every manifest below.
 */
export function buildFolder(folders: TreeFolders, folder: string): Build {
  const build = emptyBuild();
  const config = folders.config(folder);
  if (config !== undefined) addConfig(folders, config, build, []);
  else addAllBelow(folders, folder, build);
  return build;
}

/** Reads the document of a kustomization.yaml; undefined where there is none that can be used. */
export function configDocument(source: TreeSource): TreeDocument | undefined {
  const document = source.documents[0];
  return document !== undefined && source.documents.length === 1 ? document : undefined;
}

function addConfig(folders: TreeFolders, source: TreeSource, build: Build, above: readonly string[]): void {
  const folder = folderOf(source.path);
  build.folders.add(folder);
  build.files.add(source.path);
  const document = configDocument(source);
  if (document === undefined) {
    const broken = { file: source.path, index: 0, object: {} };
    const message = source.faults[0]?.message ?? `holds ${source.documents.length} documents, and should hold one`;
    build.faults.push({ kind: 'build', message: `kustomization.yaml ${message}`, document: broken });
    return;
  }
  const { object } = document;
  const inner: Build = { ...build, objects: [] };
  for (const list of ['resources', 'bases'] as const) {
    for (const [index, resource] of textsOf(object[list]).entries()) {
      addResource(folders, resource, { document, path: [list, index] }, inner, [...above, folder]);
    }
  }
  generate(folders, folder, document, inner);
  for (const [index, component] of textsOf(object.components).entries()) {
    addResource(folders, component, { document, path: ['components', index] }, inner, [...above, folder]);
  }
  for (const name of NOT_EVALUATED.filter((one) => object[one] !== undefined)) {
    build.faults.push({ kind: 'not-evaluated', message: `${name} is not evaluated here`, document, path: [name] });
  }
  for (const name of ['namePrefix', 'nameSuffix'].filter((one) => object[one] !== undefined)) {
    const message = `${name} changes names here, and not where other objects name them`;
    build.faults.push({ kind: 'not-evaluated', message, document, path: [name] });
  }
  // A component works on what its user has gathered so far.
  const isComponent = object.kind === 'Component';
  const scope = isComponent ? { ...inner, objects: [...build.objects, ...inner.objects] } : inner;
  patchAll(folders, folder, document, scope);
  transform(document, scope);
  if (isComponent) build.objects.splice(0, build.objects.length, ...scope.objects);
  else build.objects.push(...scope.objects);
}

/** A component that a Flux Kustomization adds to what its path builds; `folder` is that path. */
export function addComponent(folders: TreeFolders, folder: string, component: string, at: Entry, build: Build): void {
  const path = isRemote(component) ? undefined : joinPath(folder, component);
  if (path !== undefined && folders.has(path)) addFolder(folders, path, component, at, build, [folder]);
  else if (isRemote(component)) {
    build.faults.push({ ...at, kind: 'not-evaluated', message: `"${component}" is fetched from elsewhere` });
  } else build.faults.push({ ...at, kind: 'build', message: `lists "${component}", which does not exist` });
}

/** Where something is listed. */
export interface Entry {
  readonly document: TreeDocument;
  readonly path: JsonPath;
}

function addResource(folders: TreeFolders, resource: string, at: Entry, build: Build, above: readonly string[]): void {
  if (isRemote(resource)) {
    build.faults.push({ ...at, kind: 'not-evaluated', message: `"${resource}" is fetched from elsewhere` });
    return;
  }
  const path = joinPath(folderOf(at.document.file), resource);
  const file = path === undefined ? undefined : folders.sources.get(path);
  if (file !== undefined) {
    if (!file.path.startsWith(inFolder(folderOf(at.document.file)))) {
      build.faults.push({ ...at, kind: 'outside', message: `lists "${resource}", a file outside of its folder` });
    }
    addFile(file, build, at);
  } else if (path !== undefined && folders.has(path)) addFolder(folders, path, resource, at, build, above);
  else {
    const where = path === undefined ? 'leaves the repository' : 'does not exist';
    build.faults.push({ ...at, kind: 'build', message: `lists "${resource}", which ${where}` });
  }
}

function addFolder(
  folders: TreeFolders,
  path: string,
  resource: string,
  at: Entry,
  build: Build,
  above: readonly string[],
): void {
  const config = folders.config(path);
  if (above.includes(path)) {
    build.faults.push({ ...at, kind: 'build', message: `lists "${resource}", which lists this folder again` });
  } else if (config === undefined) {
    const message = `lists the folder "${resource}", which has no kustomization.yaml`;
    build.faults.push({ ...at, kind: 'build', message });
  } else addConfig(folders, config, build, above);
}

function addFile(source: TreeSource, build: Build, at?: Entry): void {
  build.files.add(source.path);
  const [fault] = source.faults;
  if (fault !== undefined) {
    const broken = { file: source.path, index: 0, object: {} };
    build.faults.push({ kind: 'unreadable', message: fault.message, document: broken });
  }
  for (const document of source.documents) {
    if (isConfig(document.object)) {
      if (at === undefined) continue;
      const message = `lists "${source.path}", which is a kustomization.yaml: list its folder`;
      build.faults.push({ ...at, kind: 'build', message });
    } else build.objects.push({ document, object: document.object });
  }
}

/** What Flux generates where a path has no kustomization.yaml: every manifest below, and folders that have one. */
function addAllBelow(folders: TreeFolders, folder: string, build: Build): void {
  for (const source of folders.filesIn(folder)) {
    if (!/\.ya?ml$/.test(source.path)) continue;
    const manifests = source.documents.filter(({ object }) => typeof object.kind === 'string');
    if (manifests.length > 0 || source.faults.length > 0) addFile(source, build);
  }
  for (const below of folders.foldersIn(folder)) {
    const config = folders.config(below);
    if (config === undefined) addAllBelow(folders, below, build);
    else addConfig(folders, config, build, []);
  }
}

function inFolder(folder: string): string {
  return folder === '' ? '' : `${folder}/`;
}

/** True for kustomize's own kinds, which are no objects of a cluster. */
export function isConfig(object: JsonObject): boolean {
  const { apiVersion, kind } = object;
  if (typeof apiVersion === 'string') return apiVersion.startsWith('kustomize.config.k8s.io/');
  return typeof kind === 'string' && CONFIG_KINDS.has(kind);
}
