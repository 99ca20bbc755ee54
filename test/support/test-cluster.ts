import {
  type Cluster,
  type ClusterDefinition,
  type ClusterSettings,
  ciliumLoadBalancer,
  cluster,
  edgeTls,
  ingressNginx,
  manualDns,
  sops,
} from '../../lib/index.js';
import type { Versions } from '../../lib/model/versions.js';
import { CREATION_RULES_FILE } from '../../lib/secrets/recipients/creation-rules.js';
import { readCreationRules } from '../../lib/secrets/recipients/creation-rules-text.js';
import { type Plan, plan } from '../../lib/synth/pipeline.js';
import { committedTree, type Snapshot } from '../../lib/synth/read.js';
import { SOPS_YAML, sealedStandIns } from './sealed-stand-in.js';

/** Versions of the tests' own, so that no bump in charts/versions.yaml touches a golden file. */
export const TEST_VERSIONS: Versions = {
  charts: {
    podinfo: { repository: 'oci://ghcr.io/stefanprodan/charts', chart: 'podinfo', version: '6.9.2' },
    'cert-manager': { repository: 'https://charts.jetstack.io', chart: 'cert-manager', version: 'v1.19.1' },
    database: { repository: 'oci://registry-1.docker.io/bitnamicharts', chart: 'postgresql', version: '18.1.9' },
  },
  images: {
    demo: { repository: 'ghcr.io/example/demo', tag: '1.2.3' },
    sidecar: { repository: 'ghcr.io/example/sidecar', tag: '0.4.0' },
    talos: { repository: 'ghcr.io/siderolabs/talos', tag: 'v1.13.9' },
    robot: { repository: 'registry.example.org/robot', tag: '20260101000000', policy: 'flux-system:robot' },
  },
  providers: { cloudflare: { source: 'cloudflare/cloudflare', version: '5.22.0' } },
};

/** API groups whose kinds the constructs use; in a real cluster units bring their definitions. */
const API_GROUPS = [
  'cert-manager.io',
  'external-secrets.io',
  'gateway.networking.k8s.io',
  'generators.external-secrets.io',
  'metallb.io',
  'monitoring.coreos.com',
];

/** Settings of a small cluster that differ from the defaults. */
export type TestSettings = Partial<Omit<ClusterSettings, 'flux'>> & {
  readonly flux?: Partial<ClusterSettings['flux']>;
};

/** A cluster named `test` at example.org with the least of everything, and what the test declares on it. */
export function testCluster(settings: TestSettings, declare: (cluster: Cluster) => void): ClusterDefinition {
  const { flux, ...others } = settings;
  return cluster(
    {
      name: 'test',
      domain: 'example.org',
      timezone: 'Europe/Bucharest',
      architecture: 'arm64',
      exposure: ingressNginx(),
      dns: manualDns(),
      tls: edgeTls(),
      loadBalancer: ciliumLoadBalancer(),
      secrets: sops(),
      external: { apiGroups: Object.fromEntries(API_GROUPS.map((group) => [group, 'the test'])) },
      ...others,
      flux: { git: { url: 'https://git.example.net/homelab', branch: 'main' }, ...flux },
    },
    declare,
  );
}

export interface SnapshotOptions {
  /** Files of the repository, by path; `.sops.yaml` may be one. @default an empty tree */
  readonly files?: Readonly<Record<string, string>> | ReadonlyMap<string, string>;
  /** @default TEST_VERSIONS */
  readonly versions?: Versions;
  /** @default none */
  readonly resetImages?: readonly string[];
  /** Chart files that exist. @default all that the units name */
  readonly chartFiles?: readonly string[];
}

/** What `read` would give for a repository that exists in memory only. */
export function snapshotOf(definition: ClusterDefinition, options: SnapshotOptions = {}): Snapshot {
  const { files = {}, versions = TEST_VERSIONS, resetImages = [], chartFiles } = options;
  const map = files instanceof Map ? (files as ReadonlyMap<string, string>) : new Map(Object.entries(files));
  const inputs = { versions, committed: committedTree(map), resetImages: new Set(resetImages) };
  const known = chartFiles ?? definition.declare(inputs).units.map(({ source }) => source);
  const creationRules = readCreationRules(map.get(CREATION_RULES_FILE) ?? SOPS_YAML);
  return { root: '/nowhere', files: map, chartFiles: new Set(known), creationRules, ...inputs };
}

/** The plan of a synth in memory, with stand-ins for the sealed files that nobody made. */
export function planOf(definition: ClusterDefinition, options: SnapshotOptions = {}): Plan {
  const snapshot = snapshotOf(definition, options);
  const first = plan(definition, snapshot);
  const standIns = sealedStandIns(first.cluster);
  if (standIns.size === 0) return first;
  const files = new Map([...standIns, ...snapshot.files]);
  return plan(definition, { ...snapshot, files, committed: committedTree(files) });
}

/** Text of every file of a plan by its path, below `kubernetes/<cluster>/` where it is in there; a plan with findings is an error. */
export function filesOf({ cluster, tree, findings }: Plan, ...folders: readonly string[]): Map<string, string> {
  if (findings.length > 0) throw new Error(`the plan has findings: ${JSON.stringify(findings, undefined, 2)}`);
  const root = `kubernetes/${cluster.name}/`;
  const files = tree.files.map(
    ({ path, content }) => [path.startsWith(root) ? path.slice(root.length) : path, content] as const,
  );
  return new Map(files.filter(([path]) => folders.length === 0 || folders.some((one) => path.startsWith(`${one}/`))));
}

/** Files below some folders of a cluster with what the test declares; all of them when no folder is named. */
export function render(
  settings: TestSettings,
  declare: (cluster: Cluster) => void,
  ...folders: readonly string[]
): Map<string, string> {
  return filesOf(planOf(testCluster(settings, declare)), ...folders);
}
