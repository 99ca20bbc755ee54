import type { ExternalObject, Suppression } from './external.js';
import type { Finding } from './finding.js';
import type { JsonObject } from './json.js';
import type { Manifest } from './manifest.js';
import type { SecretDeclaration } from './secret.js';

/** Top folder of a cluster's tree that a unit lives in. `flux` is for the settings unit alone. */
export type Layer = 'flux' | 'infrastructure' | 'apps';

/** An object whose health a FluxKustomization waits for. Flux's own field. */
export interface HealthCheck {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** How Flux reconciles a unit: Flux's own words (https://fluxcd.io/flux/components/kustomize/kustomizations/). */
export interface ReconcileSettings {
  readonly interval: string;
  readonly retryInterval: string;
  /** How long one reconciliation may take; at least that of its slowest HelmRelease with retries. */
  readonly timeout: string;
  readonly prune: boolean;
  readonly wait: boolean;
  readonly healthChecks: readonly HealthCheck[];
}

/** Files beside the manifests that a kustomize generator turns into a ConfigMap. */
interface ConfigMapMetadata {
  /** Name of the ConfigMap. */
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Config files as charts declare them. */
export interface ConfigFileSet extends ConfigMapMetadata {
  /** File name, which is the key too, to text. Asked for once, after every unit is declared. */
  files(): Readonly<Record<string, string>>;
}

/** A sealed file that the unit's kustomization.yaml lists. */
export interface DeclaredSecretFile {
  readonly declaration: SecretDeclaration;
  /** File name within the unit's path. */
  readonly file: string;
  /** Certificate that a SealedSecret is sealed for, relative to the repository. @default it is a SOPS file */
  readonly certificate?: string;
}

/** A Helm or Git source that lives in the cluster's Flux namespace, once for all units. */
export interface SharedSource {
  readonly object: JsonObject & { readonly kind: string; readonly metadata: JsonObject & { readonly name: string } };
}

/** As much of a construct as rendering needs; cdk8s' constructs have this shape. */
export interface DeclaredConstruct {
  readonly node: { readonly path: string; validate(): string[] };
}

/** A construct that becomes a Kubernetes object. */
export interface DeclaredObject extends DeclaredConstruct {
  toJson(): unknown;
}

/** What a unit is called, and where it goes. */
interface UnitPlace {
  readonly name: string;
  readonly layer: Layer;
  /** Folder of several units, such as `automation`. */
  readonly area?: string;
  /** Folder of ks.yaml, relative to the cluster's tree: `apps/automation/n8n`. */
  readonly folder: string;
  /** What the FluxKustomization applies, relative to the cluster's tree: `apps/automation/n8n/app`. */
  readonly path: string;
  readonly namespace: string;
  /** Chart file that declares it. */
  readonly source: string;
  /** API groups whose definitions this unit brings, such as `postgresql.cnpg.io`. */
  readonly provides: readonly string[];
  /** Objects that come with it although no file shows them: what a chart or an operator makes. */
  readonly brought: readonly ExternalObject[];
}

/** What chart code says of a unit, before defaults that depend on other units are known. */
export interface DeclaredUnit extends UnitPlace {
  readonly dependsOn: readonly DeclaredUnit[];
  readonly reconcile: Partial<ReconcileSettings>;
  readonly podSecurity?: PodSecurity;
  readonly configFiles: readonly ConfigFileSet[];
  readonly secretFiles: readonly DeclaredSecretFile[];
  readonly sources: readonly SharedSource[];
  /** Problems that chart code caused: bad values, unknown names. */
  readonly problems: readonly Finding[];
  /** Findings that its chart file accepts. */
  readonly suppressions: readonly Suppression[];
  /** Least time one reconciliation needs, from the HelmReleases in it, in milliseconds. */
  readonly leastTimeout: number;
  constructs(): Iterable<DeclaredConstruct | DeclaredObject>;
  /** An object as plain data, the same that its `toJson()` gives. */
  plain(object: DeclaredObject): unknown;
  /** File name that chart code asked for. */
  fileOf(object: DeclaredObject): string | undefined;
}

/** Pod Security level of a namespace (https://kubernetes.io/docs/concepts/security/pod-security-standards/). */
export interface PodSecurity {
  readonly level: 'restricted' | 'baseline' | 'privileged';
  /** Why less than restricted is needed. */
  readonly reason: string;
}

/** A unit with every default decided. Nothing downstream guesses. */
export interface ResolvedUnit extends UnitPlace, ReconcileSettings {
  readonly cluster: string;
  /** Names of units, sorted. */
  readonly dependsOn: readonly string[];
  /** True where a cluster variable is used, so that Flux substitutes at all. */
  readonly substitutes: boolean;
  readonly manifests: readonly Manifest[];
  readonly configFiles: readonly RenderedConfigFiles[];
  readonly secretFiles: readonly DeclaredSecretFile[];
}

/** Config files with their text as it will be on disk. */
export interface RenderedConfigFiles extends ConfigMapMetadata {
  readonly files: Readonly<Record<string, string>>;
}
