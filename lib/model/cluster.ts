import type { DeclaredHost } from './access.js';
import type { ClusterAddresses } from './addresses.js';
import type { AsideFile } from './aside.js';
import type { RecordsByHand } from './dns-records.js';
import type { ExternalObject, Suppression } from './external.js';
import type { Finding } from './finding.js';
import type { Boundary } from './ownership.js';
import type { ClusterProtection } from './protection.js';
import type { TalosMachines } from './talos.js';
import type { DeclaredUnit, PodSecurity, ResolvedUnit, SharedSource } from './unit.js';
import type { Versions } from './versions.js';

/** What the committed tree owns and synth takes over as it is (GITOPS.md, who owns what). */
export interface CommittedTree {
  /** Text of a file of the repository, such as a SOPS file. */
  read(path: string): string | undefined;
  /** Value beside an image-automation marker (`namespace:name`) in this cluster's tree. */
  markedValue(cluster: string, marker: string): string | undefined;
  /** Names of the folders below a folder of the repository, sorted. */
  folders(path: string): readonly string[];
}

/** All that chart code may depend on besides itself. */
export interface DeclareInputs {
  readonly versions: Versions;
  readonly committed: CommittedTree;
  /** Names of images whose committed tag is to be seeded anew (`--reset-image`). */
  readonly resetImages: ReadonlySet<string>;
}

/** One cluster, not yet declared. */
export interface ClusterDefinition {
  readonly name: string;
  /** Its file: `charts/clusters/<name>.ts`. */
  readonly source: string;
  /** Runs the chart files. Never throws for bad settings: they are findings. */
  declare(inputs: DeclareInputs): DeclaredCluster;
  /** Lets cdk8s itself write the objects, as `cdk8s synth` does; `substituting` names the units that use variables. */
  synthesizeStock(inputs: DeclareInputs, outdir: string, substituting: ReadonlySet<string>): void;
}

/** The Git repository that Flux reads. */
export interface GitSettings {
  /** `ssh://git@github.com/owner/name` or an https URL. */
  readonly url: string;
  readonly branch: string;
  /** Secret with the deploy key; absent for a public repository. */
  readonly secretName?: string;
}

/** A path that somebody else owns. */
export interface ForeignPath {
  /** Relative to the cluster's tree: `talos`. */
  readonly path: string;
  /** Who writes it, and why. */
  readonly reason: string;
}

/** Something the tree refers to and does not bring. */
export interface External {
  /** Namespaces that exist before Flux applies anything of ours, with who makes them. */
  readonly namespaces: Readonly<Record<string, string>>;
  /** API groups whose definitions somebody else installs, with who does. */
  readonly apiGroups: Readonly<Record<string, string>>;
  /** Objects that others bring. */
  readonly objects: readonly ExternalObject[];
}

/** A host name under which something can be reached from outside. */
export interface PublicHost extends DeclaredHost {
  /** With variables as tokens. */
  readonly host: string;
  readonly unit: string;
  /** Service and port behind it. */
  readonly target: string;
  /** What clients speak where it is not HTTPS on 443. @default HTTPS */
  readonly tcp?: TcpHost;
}

/** How clients talk to a host that is no web service. */
export interface TcpHost {
  readonly port: number;
  /** Whether they have to speak TLS, and name the host in it. */
  readonly tls: boolean;
  /** @default nobody said: a check can only connect */
  readonly protocol?: 'postgresql' | 'redis';
}

/** What a cluster is, whether or not its defaults are decided. */
interface ClusterFacts {
  readonly name: string;
  /** Its file: `charts/clusters/<name>.ts`. */
  readonly source: string;
  readonly flux: { readonly namespace: string; readonly git: GitSettings; readonly interval: string };
  readonly kubernetesVersion: string;
  readonly architecture: 'amd64' | 'arm64';
  readonly foreignPaths: readonly ForeignPath[];
  /** Files that synth writes for others than Flux. */
  readonly asides: readonly AsideFile[];
  readonly external: External;
  /** What others bring and keep, and the tree must not. */
  readonly boundaries: readonly Boundary[];
  readonly addresses: ClusterAddresses;
  readonly protection: ClusterProtection;
  /** Machines that this repository has the configuration of. @default it has none */
  readonly talos?: TalosMachines;
  readonly hosts: readonly PublicHost[];
  /** How records come to be where a person makes them. @default nobody has to */
  readonly recordsByHand?: RecordsByHand;
  /** Findings that are accepted, with the reason. */
  readonly suppressions: readonly Suppression[];
  /** Problems that came up before any rule could run. */
  readonly problems: readonly Finding[];
}

/** The Secret that `substituteFrom` names. */
export interface ClusterVariables<U> {
  readonly secret: string;
  /** The unit that brings it. */
  readonly unit: U;
  /** Every variable, with its value where the charts know it. */
  readonly known: ReadonlyMap<string, string | undefined>;
}

/** A cluster as its chart files declare it. */
export interface DeclaredCluster extends ClusterFacts {
  readonly variables?: ClusterVariables<DeclaredUnit>;
  /** Areas that list folders which a robot adds, relative to the cluster's tree. */
  readonly adoptingFolders: readonly string[];
  readonly units: readonly DeclaredUnit[];
}

/** A namespace that the tree declares, exactly once (S0-21). */
export interface ResolvedNamespace {
  readonly name: string;
  readonly security: PodSecurity;
  /** File, relative to the cluster's tree: `apps/automation/namespace.yaml`. */
  readonly path: string;
  readonly source: string;
}

/** A cluster with every default decided and every object as plain data. */
export interface ResolvedCluster extends ClusterFacts {
  readonly variables?: ClusterVariables<string>;
  /** In order of name. */
  readonly units: readonly ResolvedUnit[];
  readonly namespaces: readonly ResolvedNamespace[];
  readonly sources: readonly SharedSource[];
  /** Folders that a robot added, relative to the cluster's tree, and the area that lists them. */
  readonly adopted: readonly { readonly area: string; readonly folder: string }[];
}
