import { displayVariables, variablesIn } from '../flux/substitution.js';
import type { CommittedTree, DeclaredCluster, ResolvedCluster } from '../model/cluster.js';
import { by, byCodeUnit } from '../model/code-unit-order.js';
import type { Finding } from '../model/finding.js';
import type { Json } from '../model/json.js';
import { SEALED_SECRET_GROUP } from '../model/secret.js';
import type { DeclaredUnit, RenderedConfigFiles, ResolvedUnit } from '../model/unit.js';
import { bringersOf, unitNamedBy } from './named-units.js';
import { resolveNamespaces } from './namespaces.js';
import { attempt, unitObjects } from './objects.js';
import { talosAsides } from './talos.js';
import type { UnitContents } from './unit-contents.js';

/** Defaults become total values; what follows from a unit's contents is decided here and nowhere else. */
export function resolve(cluster: DeclaredCluster, committed: CommittedTree): ResolvedCluster {
  const problems: Finding[] = [...cluster.problems];
  const contents = new Map<DeclaredUnit, UnitContents>();
  for (const unit of cluster.units) {
    const { manifests, findings } = unitObjects(cluster.name, unit);
    problems.push(...findings);
    contents.set(unit, { manifests, configFiles: renderConfigFiles(cluster.name, unit, problems) });
  }
  const namespaces = resolveNamespaces(cluster, contents);
  const others: Others = {
    providers: providersOf(cluster.units),
    namespaceOwners: namespaces.owners,
    bringers: bringersOf(contents),
  };
  const units = cluster.units
    .map((unit) => resolveUnit(cluster, unit, contents.get(unit) as UnitContents, others))
    .sort(by(({ name }) => name));
  return {
    name: cluster.name,
    source: cluster.source,
    flux: cluster.flux,
    kubernetesVersion: cluster.kubernetesVersion,
    architecture: cluster.architecture,
    ...(cluster.variables === undefined
      ? {}
      : { variables: { ...cluster.variables, unit: cluster.variables.unit.name } }),
    units,
    namespaces: namespaces.declared,
    sources: uniqueSources(cluster.units),
    adopted: adoptedFolders(cluster, committed),
    foreignPaths: cluster.foreignPaths,
    asides: [...cluster.asides, ...talosAsides(cluster)],
    external: cluster.external,
    boundaries: cluster.boundaries,
    addresses: cluster.addresses,
    protection: cluster.protection,
    ...(cluster.talos === undefined ? {} : { talos: cluster.talos }),
    hosts: [...cluster.hosts].sort(by(({ host }) => displayVariables(host))),
    ...(cluster.recordsByHand === undefined ? {} : { recordsByHand: cluster.recordsByHand }),
    suppressions: cluster.suppressions,
    problems,
  };
}

/** Units on which others depend by what they hold. */
interface Others {
  /** By the API group whose definitions they bring. */
  readonly providers: ReadonlyMap<string, DeclaredUnit>;
  readonly namespaceOwners: ReadonlyMap<string, DeclaredUnit>;
  readonly bringers: ReadonlyMap<string, DeclaredUnit>;
}

function resolveUnit(
  cluster: DeclaredCluster,
  unit: DeclaredUnit,
  { manifests, configFiles }: UnitContents,
  { providers, namespaceOwners, bringers }: Others,
): ResolvedUnit {
  const substitutes = manifests.some(({ object }) => usesVariable(object)) || configFiles.some(filesUseVariable);
  const dependsOn = new Set(unit.dependsOn.map(({ name }) => name));
  if (substitutes && cluster.variables !== undefined) dependsOn.add(cluster.variables.unit.name);
  for (const { id, object } of manifests) {
    dependsOn.add(unitNamedBy(object, bringers)?.name ?? unit.name);
    dependsOn.add(providers.get(id.group)?.name ?? unit.name);
    dependsOn.add(namespaceOwners.get(id.namespace ?? '')?.name ?? unit.name);
  }
  for (const { declaration, certificate } of unit.secretFiles) {
    dependsOn.add(namespaceOwners.get(declaration.namespace)?.name ?? unit.name);
    if (certificate !== undefined) dependsOn.add(providers.get(SEALED_SECRET_GROUP)?.name ?? unit.name);
  }
  dependsOn.delete(unit.name);
  const { reconcile, leastTimeout } = unit;
  const healthChecks = reconcile.healthChecks ?? [];
  return {
    cluster: cluster.name,
    name: unit.name,
    layer: unit.layer,
    ...(unit.area === undefined ? {} : { area: unit.area }),
    folder: unit.folder,
    path: unit.path,
    namespace: unit.namespace,
    source: unit.source,
    dependsOn: [...dependsOn].sort(byCodeUnit),
    provides: unit.provides,
    brought: unit.brought,
    interval: reconcile.interval ?? '1h',
    retryInterval: reconcile.retryInterval ?? '2m',
    timeout: reconcile.timeout ?? minutes(Math.max(leastTimeout, 5 * 60_000)),
    prune: reconcile.prune ?? true,
    // Health checks that are named replace waiting for everything: with both, Flux ignores them.
    wait: reconcile.wait ?? healthChecks.length === 0,
    healthChecks,
    substitutes,
    manifests,
    configFiles,
    secretFiles: [...unit.secretFiles].sort(by(({ file }) => file)),
  };
}

function minutes(milliseconds: number): string {
  return `${Math.ceil(milliseconds / 60_000)}m`;
}

function renderConfigFiles(cluster: string, unit: DeclaredUnit, problems: Finding[]): RenderedConfigFiles[] {
  const origin = { cluster, unit: unit.name, source: unit.source };
  return unit.configFiles.map((set) => ({
    name: set.name,
    namespace: set.namespace,
    labels: set.labels,
    annotations: set.annotations,
    files: attempt(() => set.files(), origin, problems) ?? {},
  }));
}

function filesUseVariable({ files }: RenderedConfigFiles): boolean {
  return Object.values(files).some(usesVariable);
}

function usesVariable(value: Json | undefined): boolean {
  if (typeof value === 'string') return variablesIn(value).length > 0;
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(usesVariable);
}

function providersOf(units: readonly DeclaredUnit[]): Map<string, DeclaredUnit> {
  return new Map(units.flatMap((unit) => unit.provides.map((group) => [group, unit] as const)));
}

function uniqueSources(units: readonly DeclaredUnit[]) {
  const all = units.flatMap((unit) => unit.sources);
  return [...new Map(all.map((source) => [source.object.metadata.name, source])).values()].sort(
    by(({ object }) => object.metadata.name),
  );
}

/** Folders that the app deployer added: listed by their area, never rewritten (DC-12, trap 18). */
function adoptedFolders(cluster: DeclaredCluster, committed: CommittedTree) {
  return cluster.adoptingFolders.flatMap((area) => {
    const root = `kubernetes/${cluster.name}`;
    const ours = new Set(cluster.units.map((unit) => unit.path));
    return committed
      .folders(`${root}/${area}`)
      .map((name) => `${area}/${name}`)
      .filter((folder) => !ours.has(folder) && committed.read(`${root}/${folder}/ks.yaml`) !== undefined)
      .map((folder) => ({ area, folder }));
  });
}
