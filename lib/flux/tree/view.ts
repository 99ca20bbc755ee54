import type { DeclaredHost } from '../../model/access.js';
import type { ClusterAddresses } from '../../model/addresses.js';
import type { ExternalObject, Suppression } from '../../model/external.js';
import type { Severity } from '../../model/finding.js';
import type { JsonObject } from '../../model/json.js';
import type { KindSchemas } from '../../model/kind-schemas.js';
import type { Lock } from '../../model/lock.js';
import type { Origin, ResourceId } from '../../model/manifest.js';
import type { Boundary, OwnedObject } from '../../model/ownership.js';
import type { ClusterProtection } from '../../model/protection.js';

/** Names of fields and indices of lists, from an object's top. */
export type JsonPath = readonly (string | number)[];

/** Something about a file that keeps Flux from reading it. */
export interface TextFault {
  readonly message: string;
  /** Line of the text, from 1. */
  readonly line?: number;
}

/** One document of a file, as it is written. */
export interface TreeDocument {
  /** Relative to the repository, with `/`. */
  readonly file: string;
  /** Which document of the file, from 0. */
  readonly index: number;
  readonly object: JsonObject;
}

/** A file of the tree, read. */
export interface TreeSource {
  readonly path: string;
  /** As it is on disk or will be. */
  readonly text: string;
  /** Empty for what is no YAML. */
  readonly documents: readonly TreeDocument[];
  readonly faults: readonly TextFault[];
}

/** An object as Flux applies it: after kustomize and substitution, values of sealed Secrets as `UNKNOWN`. */
export interface AppliedObject {
  readonly id: ResourceId;
  readonly object: JsonObject;
  /** Where it is written; of a generated ConfigMap, its kustomization.yaml. */
  readonly document: TreeDocument;
  /** Who applies it; undefined for what a person applies, such as the root Kustomization. */
  readonly unit?: FluxUnit;
  /** Whether SOPS sealed it. */
  readonly sealed: boolean;
}

/** Objects by what they are. */
export interface ObjectIndex {
  readonly all: readonly AppliedObject[];
  /** Every object of a kind, whatever its version. */
  ofKind(group: string, kind: string): readonly AppliedObject[];
  /** The object with an identity, the first where several units bring it. */
  get(id: ResourceId): AppliedObject | undefined;
  /** Every object by identity, to find what is there twice. */
  readonly identities: ReadonlyMap<string, readonly AppliedObject[]>;
}

/** Something about a unit that keeps Flux from building or substituting it. */
export interface UnitFault {
  readonly kind:
    | 'path'
    | 'build'
    | 'unreadable'
    | 'outside'
    | 'patch-unused'
    | 'not-evaluated'
    | 'undefined-variable'
    | 'unparsable'
    | 'lists-itself';
  readonly message: string;
  readonly document: TreeDocument;
  readonly path?: JsonPath;
  readonly hint?: string;
}

/** What Flux substitutes in a unit. */
export interface UnitSubstitution {
  /** False where no variable comes from anywhere: then Flux leaves every text as it is. */
  readonly runs: boolean;
  /** Every variable with its value; undefined where only the cluster knows it. */
  readonly variables: ReadonlyMap<string, string | undefined>;
  /** True where a source's keys are not known, so that no variable can be told to be missing. */
  readonly open: boolean;
}

/** A FluxKustomization with what it applies. */
export interface FluxUnit {
  readonly name: string;
  readonly namespace: string;
  /** The Kustomization object, as it is in the cluster. */
  readonly kustomization: AppliedObject;
  /** Folder that it applies, relative to the repository; undefined where another repository has it. */
  readonly path: string | undefined;
  readonly objects: readonly AppliedObject[];
  readonly substitution: UnitSubstitution;
  readonly faults: readonly UnitFault[];
  /** Files that it reads, its kustomization.yaml files too. */
  readonly files: ReadonlySet<string>;
  /** Files that it reads as text alone: what generators and patches name. */
  readonly texts: ReadonlySet<string>;
  /** Every folder whose kustomization.yaml it reads. */
  readonly folders: ReadonlySet<string>;
}

/** What is known of a cluster besides its tree. */
export interface TreeSettings {
  /** Name that findings bear. */
  readonly cluster: string;
  /** Folder of the tree, relative to the repository; empty for the whole of it. */
  readonly root: string;
  readonly kubernetesVersion: string;
  /** @default not known */
  readonly architecture?: 'amd64' | 'arm64';
  /**
   * Whether all that charts, operators and other tools bring is declared. Where it is not, as with a folder of
   * hand-written manifests, what bears a release's name is taken to come from its chart.
   */
  readonly declared: boolean;
  /** What the tree refers to and does not bring: namespaces, objects of charts and of other tools. */
  readonly external: readonly ExternalObject[];
  /** API groups whose definitions somebody else installs, with the reason. */
  readonly externalGroups: ReadonlyMap<string, string>;
  /** API groups whose definitions a unit brings, by the unit's name. */
  readonly provides: ReadonlyMap<string, readonly string[]>;
  /** Values of Secrets' keys that are no secret, by `namespace/name`: the cluster's variables. */
  readonly knownValues: ReadonlyMap<string, ReadonlyMap<string, string | undefined>>;
  /** What the kinds of the tree may hold. @default schemas are not looked at */
  readonly schemas?: KindSchemas;
  /** What others bring and keep, and the tree must not. @default nothing */
  readonly boundaries?: readonly Boundary[];
  /** @default none is known */
  readonly addresses?: ClusterAddresses;
  /** @default as Kubernetes comes: nothing */
  readonly protection?: ClusterProtection;
  /** Hosts that can be reached from outside, and who may use them. @default nobody said anything of any */
  readonly hosts?: readonly DeclaredHost[];
  /** What charts and Terraform bring, where they were asked. @default nobody was asked */
  readonly owned?: readonly OwnedObject[];
  /** What the registries have of the images and charts that the tree uses. @default nothing is locked */
  readonly lock?: Lock;
  /** Findings that are accepted. */
  readonly suppressions: readonly Suppression[];
  /** Paths that somebody else writes, relative to the repository: no manifest of Flux. */
  readonly foreignPaths: readonly string[];
  /** Who wrote a file; for a finding's unit and chart file. */
  originOf(path: string): Origin | undefined;
}

/** A whole tree as every rule sees it. Read only; made once a check. */
export interface TreeView {
  readonly settings: TreeSettings;
  readonly sources: ReadonlyMap<string, TreeSource>;
  readonly units: readonly FluxUnit[];
  /** All that is in the cluster once every unit is reconciled, with what a person applies. */
  readonly index: ObjectIndex;
}

/** What a rule says of a place, before its name and remediation are added. */
export interface TreeFinding {
  /** Subject and fact, without advice, never a secret's value. */
  readonly message: string;
  /** The object, document or file that it is about. */
  readonly at: AppliedObject | TreeDocument | { readonly file: string; readonly line?: number };
  /** Field within the object. @default the object as a whole */
  readonly path?: JsonPath;
  /** The way out in this case. @default the rule's remediation */
  readonly hint?: string;
  /** @default the rule's severity */
  readonly severity?: Severity;
}
