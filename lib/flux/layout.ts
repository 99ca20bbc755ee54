import type { ResolvedCluster } from '../model/cluster.js';
import { by } from '../model/code-unit-order.js';
import type { JsonObject } from '../model/json.js';
import type { ResolvedUnit } from '../model/unit.js';
import { bootstrapFiles } from './bootstrap.js';
import { type FluxContext, fluxKustomization, layerKustomization } from './kustomization.js';
import { kustomizeConfig } from './kustomize-config.js';
import { namespaceObject } from './namespace.js';

/** A YAML file of the tree's frame: everything but the units' own objects. */
export interface LayoutFile {
  /** Relative to the cluster's tree. */
  readonly path: string;
  readonly documents: readonly JsonObject[];
  /** Chart files that it comes from. */
  readonly sources: readonly string[];
}

/** Layers that hold anything: kustomize refuses a kustomization.yaml without resources. */
function layersOf({ units }: ResolvedCluster): string[] {
  return ['infrastructure', 'apps'].filter((layer) => units.some((unit) => unit.layer === layer));
}

/** The tree's shape (GITOPS.md, shape): ks.yaml, kustomization.yaml and namespaces that hold the units together. */
export function layoutFiles(cluster: ResolvedCluster): LayoutFile[] {
  const context: FluxContext = {
    cluster: cluster.name,
    namespace: cluster.flux.namespace,
    ...(cluster.variables === undefined ? {} : { variablesSecret: cluster.variables.secret }),
  };
  return [
    ...fluxFolder(cluster, context),
    ...layersOf(cluster).flatMap((layer) => layerFolder(layer, cluster)),
    ...ksFiles(cluster, context),
    ...cluster.units.map(unitKustomizeConfig),
    ...namespaceFiles(cluster),
    ...bootstrapFiles(cluster, context),
  ];
}

function fluxFolder(cluster: ResolvedCluster, context: FluxContext): LayoutFile[] {
  const sourceFiles = cluster.sources.map(({ object }) => ({
    path: `flux/sources/${object.kind.toLowerCase()}-${object.metadata.name}.yaml`,
    documents: [object],
    sources: [cluster.source],
  }));
  const settings = cluster.units
    .filter((unit) => unit.layer === 'flux')
    .map((unit) => fluxKustomization(unit, context));
  const resources = ['ks.yaml', ...(sourceFiles.length === 0 ? [] : ['sources'])];
  return [
    config('flux', resources, cluster.source),
    {
      path: 'flux/ks.yaml',
      documents: [...settings, ...layersOf(cluster).map((layer) => layerKustomization(layer, context))],
      sources: [cluster.source],
    },
    ...(sourceFiles.length === 0
      ? []
      : [
          config(
            'flux/sources',
            sourceFiles.map(({ path }) => path.slice('flux/sources/'.length)),
            cluster.source,
          ),
        ]),
    ...sourceFiles,
  ];
}

/** `<layer>/kustomization.yaml` lists areas and area-less units; `<layer>/<area>/kustomization.yaml` lists its units. */
function layerFolder(layer: string, cluster: ResolvedCluster): LayoutFile[] {
  const lists = new Map<string, Set<string>>([[layer, new Set()]]);
  const list = (folder: string, entry: string) => {
    if (!lists.has(folder)) lists.set(folder, new Set());
    (lists.get(folder) as Set<string>).add(entry);
  };
  const parentOf = (area: string | undefined) => {
    if (area === undefined) return layer;
    list(layer, area);
    return `${layer}/${area}`;
  };
  for (const unit of cluster.units.filter((unit) => unit.layer === layer)) {
    const parent = parentOf(unit.area);
    list(parent, relative(parent, `${unit.folder}/ks.yaml`));
  }
  for (const { path } of cluster.namespaces.filter(({ path }) => path.startsWith(`${layer}/`))) {
    const [, area = ''] = path.split('/');
    const parent = lists.has(`${layer}/${area}`) ? `${layer}/${area}` : layer;
    list(parent, relative(parent, path));
  }
  for (const { area, folder } of cluster.adopted.filter(({ area }) => area.startsWith(`${layer}/`))) {
    list(area, relative(area, `${folder}/ks.yaml`));
  }
  return [...lists].map(([folder, entries]) => config(folder, [...entries], cluster.source));
}

/** Units may share a folder: its ks.yaml then has a document for each. */
function ksFiles(cluster: ResolvedCluster, context: FluxContext): LayoutFile[] {
  return [...byFolder(cluster.units)].map(([folder, units]) => ({
    path: `${folder}/ks.yaml`,
    documents: units.map((unit) => fluxKustomization(unit, context)),
    sources: [...new Set(units.map((unit) => unit.source))],
  }));
}

function byFolder(units: readonly ResolvedUnit[]): Map<string, ResolvedUnit[]> {
  const groups = new Map<string, ResolvedUnit[]>();
  for (const unit of units.filter((unit) => unit.layer !== 'flux')) {
    const group = groups.get(unit.folder);
    if (group === undefined) groups.set(unit.folder, [unit]);
    else group.push(unit);
  }
  return groups;
}

function unitKustomizeConfig(unit: ResolvedUnit): LayoutFile {
  const files = [...unit.manifests.map(({ file }) => file), ...unit.secretFiles.map(({ file }) => file)];
  return {
    path: `${unit.path}/kustomization.yaml`,
    documents: [kustomizeConfig([...new Set(files)], unit.configFiles)],
    sources: [unit.source],
  };
}

function namespaceFiles(cluster: ResolvedCluster): LayoutFile[] {
  return cluster.namespaces.map((namespace) => ({
    path: namespace.path,
    documents: [namespaceObject(namespace)],
    sources: [namespace.source],
  }));
}

function config(folder: string, resources: string[], source: string): LayoutFile {
  return { path: `${folder}/kustomization.yaml`, documents: [kustomizeConfig(resources)], sources: [source] };
}

function relative(folder: string, path: string): string {
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
}

/** Everything in path order, so that the tree does not depend on the order of declaration. */
export function inPathOrder<T extends { readonly path: string }>(files: readonly T[]): T[] {
  return [...files].sort(by(({ path }) => path));
}
