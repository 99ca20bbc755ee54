import { DECRYPTION_SECRET } from '../flux/kustomization.js';
import { fillVariables } from '../flux/substitution.js';
import type { TreeSettings } from '../flux/tree/view.js';
import type { ResolvedCluster } from '../model/cluster.js';
import type { ExternalObject } from '../model/external.js';
import type { Origin } from '../model/manifest.js';
import type { ClusterTree } from '../model/tree.js';
import { sealedFiles } from './seal.js';
import { TALOS_FOLDER } from './talos.js';

/** What the charts say of a cluster beyond its tree, for the rules that look at the tree. */
export function treeSettings(cluster: ResolvedCluster, tree: ClusterTree): TreeSettings {
  const origins = new Map<string, Origin>(tree.files.map(({ path, origin }) => [path, origin]));
  for (const { path, origin } of sealedFiles(cluster)) if (origin !== undefined) origins.set(path, origin);
  const root = `kubernetes/${cluster.name}`;
  const { variables, external } = cluster;
  return {
    cluster: cluster.name,
    root,
    kubernetesVersion: cluster.kubernetesVersion,
    architecture: cluster.architecture,
    declared: true,
    external: [
      ...externalNamespaces(cluster),
      ...bootstrapSecrets(cluster),
      ...external.objects,
      ...cluster.units.flatMap(({ brought }) => brought),
    ],
    externalGroups: new Map(Object.entries(external.apiGroups)),
    provides: new Map(cluster.units.map(({ name, provides }) => [name, provides])),
    knownValues: new Map(
      variables === undefined ? [] : [[`${cluster.flux.namespace}/${variables.secret}`, variables.known]],
    ),
    boundaries: cluster.boundaries,
    addresses: cluster.addresses,
    protection: cluster.protection,
    hosts: cluster.hosts.map(({ host, access }) => ({
      host: fillVariables(host, variables?.known ?? new Map()),
      ...(access === undefined ? {} : { access }),
    })),
    suppressions: cluster.suppressions,
    foreignPaths: [
      ...[...cluster.foreignPaths, ...cluster.asides].map(({ path }) => path),
      ...(cluster.talos === undefined ? [] : [TALOS_FOLDER]),
    ].map((path) => `${root}/${path}`),
    originOf: (path) => origins.get(path),
  };
}

/** Keys that no tree can hold, since Flux opens and fetches the tree with them. */
function bootstrapSecrets({ flux, units }: ResolvedCluster): ExternalObject[] {
  const { namespace, git } = flux;
  const decrypts = units.some(({ secretFiles }) => secretFiles.some(({ certificate }) => certificate === undefined));
  const names = [...(decrypts ? [DECRYPTION_SECRET] : []), ...(git.secretName === undefined ? [] : [git.secretName])];
  return names.map((name) => ({ kind: 'Secret', namespace, name, reason: 'bootstrap makes it' }));
}

function externalNamespaces({ external }: ResolvedCluster): ExternalObject[] {
  return Object.entries(external.namespaces).map(([name, reason]) => ({ kind: 'Namespace', name, reason }));
}
