import { parse } from 'yaml';
import { asideSource } from '../flux/aside-text.js';
import { renderedFrom } from '../flux/yaml/document.js';
import type { ResolvedCluster } from '../model/cluster.js';
import type { ClusterTree } from '../model/tree.js';
import { sealedFiles } from './seal.js';
import { TALOS_FOLDER } from './talos.js';

/** Files of a cluster's folder on disk that are not in its new tree, by what becomes of them. */
export interface Leftovers {
  /** Synth wrote them, and no chart produces them any more. */
  readonly removed: readonly string[];
  /** Nobody declares them. */
  readonly foreign: readonly string[];
}

/** Decides by content, never by place: only what synth wrote is ever removed (GITOPS.md, who owns what). */
export function sortLeftovers(
  cluster: ResolvedCluster,
  tree: ClusterTree,
  onDisk: ReadonlyMap<string, string>,
): Leftovers {
  const root = `kubernetes/${cluster.name}/`;
  const current = new Set(tree.files.map(({ path }) => path));
  const declared = new Set(
    sealedFiles(cluster).flatMap(({ path, certificate }) => [
      path,
      ...(certificate === undefined ? [] : [certificate]),
    ]),
  );
  const others = [
    ...cluster.foreignPaths.map(({ path }) => `${root}${path}`),
    ...cluster.adopted.map(({ folder }) => `${root}${folder}`),
  ];
  const removed: string[] = [];
  const foreign: string[] = [];
  for (const [path, text] of onDisk) {
    if (current.has(path) || declared.has(path) || !path.startsWith(root)) continue;
    if (others.some((other) => path === other || path.startsWith(`${other}/`))) continue;
    if (isOurs(path, text, onDisk)) removed.push(path);
    // Beside our patches lie those that a person wrote, and what `talosctl` needs besides, sealed.
    else if (cluster.talos === undefined || !path.startsWith(`${root}${TALOS_FOLDER}/`)) foreign.push(path);
  }
  return { removed, foreign };
}

function isOurs(path: string, text: string, onDisk: ReadonlyMap<string, string>): boolean {
  if (/\.(?:sops|sealed)\.yaml$/.test(path)) return false;
  return asideSource(text) !== undefined || embeddedFiles(folderOf(path), onDisk).has(path);
}

/** Files without a header that a kustomization.yaml of ours turns into a ConfigMap. */
export function embeddedFiles(folder: string, onDisk: ReadonlyMap<string, string>): Set<string> {
  const text = onDisk.get(`${folder}/kustomization.yaml`);
  return text === undefined || renderedFrom(text) === undefined ? new Set() : generatorFiles(folder, text);
}

/** Paths of the files that a kustomization.yaml's generators name. */
export function generatorFiles(folder: string, kustomization: string): Set<string> {
  if (!kustomization.includes('configMapGenerator')) return new Set();
  const { configMapGenerator = [] } = parse(kustomization) as { configMapGenerator?: { files?: string[] }[] };
  const names = configMapGenerator.flatMap(({ files = [] }) => files.map((file) => file.replace(/^.*=/, '')));
  return new Set(names.map((name) => `${folder}/${name.replace(/^\.\//, '')}`));
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
