import { isMap } from '../../flux/kustomize/built.js';
import { CONFIG_NAMES } from '../../flux/kustomize/folders.js';
import { folderOf } from '../../flux/kustomize/paths.js';
import type { TreeSource, TreeView } from '../../flux/tree/view.js';
import type { JsonObject } from '../../model/json.js';

/** True for a file that is called as kustomize wants its configuration to be. */
export function isConfigFile(path: string): boolean {
  return CONFIG_NAMES.includes(path.slice(path.lastIndexOf('/') + 1));
}

const cache = new WeakMap<TreeView, readonly TreeSource[]>();

/** Files of the tree that are meant for Flux: not declared as somebody else's, of a Helm chart, or in a hidden folder. */
export function ownFiles(view: TreeView): readonly TreeSource[] {
  const known = cache.get(view) ?? collect(view);
  cache.set(view, known);
  return known;
}

function collect({ settings, sources }: TreeView): TreeSource[] {
  const { root, foreignPaths } = settings;
  const charts = [...sources.keys()].filter((path) => path.endsWith('Chart.yaml') && /(?:^|\/)Chart\.yaml$/.test(path));
  const others = [...foreignPaths, ...charts.map(folderOf)];
  return [...sources.values()].filter(
    ({ path }) =>
      isBelow(path, root) && !isHidden(path, root) && !others.some((other) => path === other || isBelow(path, other)),
  );
}

/** Folders such as `.github` are of other tools; Flux leaves those of CI out of what it fetches. */
function isHidden(path: string, root: string): boolean {
  return path
    .slice(root.length)
    .split('/')
    .slice(0, -1)
    .some((folder) => folder.startsWith('.'));
}

/** True for what Kubernetes or Flux would take; other tools write YAML with `kind` too, without a group or `v1`. */
export function isManifest(object: JsonObject): boolean {
  const { apiVersion, kind, metadata } = object;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !isMap(metadata)) return false;
  return apiVersion === 'v1' || (apiVersion.includes('/') && !apiVersion.startsWith('kustomize.config.k8s.io/'));
}

function isBelow(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}
