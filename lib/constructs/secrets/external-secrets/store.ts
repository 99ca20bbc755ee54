import { ClusterSecretStore, type ClusterSecretStoreProps } from '../../../../imports/external-secrets.io.js';
import type { SecretKeyRef } from '../../../model/secret.js';
import type { Cluster } from '../../cluster.js';
import { DeclaredSecret } from '../../declared-secret.js';
import { PerCluster } from '../../per-cluster.js';
import { asked } from '../../secret-values.js';
import type { Unit } from '../../unit.js';

/** Where a value lies in a store: what External Secrets calls `remoteRef`. */
export interface StoreEntry {
  readonly key: string;
  /** @default the entry is the value */
  readonly property?: string;
}

/** Settings of the provider, as External Secrets names them. */
export type StoreProvider = NonNullable<ClusterSecretStoreProps['spec']>['provider'];

/** The Secret with which External Secrets opens a store. It cannot come from that store itself (S0-04). */
export interface StoreCredential {
  readonly name: string;
  readonly key: string;
  /** What the owner is asked for. */
  readonly question: string;
  readonly placeholder: string;
}

export interface StoreDefinition {
  /** Name of the ClusterSecretStore. */
  readonly name: string;
  /** Where a key lies that no entry is named for. */
  readonly entry: (ref: SecretKeyRef) => StoreEntry;
  /** @param namespace of the store's unit, where its credential is */
  readonly provider: (namespace: string) => StoreProvider;
  /** @default the store needs none */
  readonly credential?: StoreCredential;
  /** Why nothing can be pushed into it. @default it can */
  readonly readOnly?: string;
  /** What is wrong with its settings, each with the way out. @default nothing */
  readonly problems?: readonly { readonly fact: string; readonly hint: string }[];
  /** Who declares the ClusterSecretStore, where no unit of the tree does. @default a unit */
  readonly broughtBy?: string;
}

/** A store that External Secrets reads for the whole cluster. It is part of the settings; a unit declares it. */
export class ExternalStore {
  readonly name: string;
  private readonly units = new PerCluster((): { unit?: Unit } => ({}));

  constructor(readonly definition: StoreDefinition) {
    this.name = definition.name;
  }

  /** The unit that declares it. Whoever reads the store depends on it. */
  unitIn(cluster: Cluster): Unit | undefined {
    return this.units.of(cluster).unit;
  }

  /**
   * Puts the ClusterSecretStore, and its credential, into a unit of its own. The operator is in another one: its
   * definitions and its webhook must be there before (S0-05, S3-12, trap 49). Nothing here depends on a setting that
   * may be missing: what is missing is an error, never a store that is left out (S0-06, trap 53).
   */
  declare(unit: Unit): void {
    this.units.of(unit.cluster).unit = unit;
    const { name } = this;
    const { problems = [], credential, provider, broughtBy } = this.definition;
    for (const { fact, hint } of problems) this.report(unit, fact, hint);
    if (broughtBy !== undefined) this.report(unit, `is brought by ${broughtBy}`, 'leave out one of the two');
    if (credential !== undefined) this.bringCredential(unit, credential);
    new ClusterSecretStore(unit, `store-${name}`, { metadata: { name }, spec: { provider: provider(unit.namespace) } });
  }

  private bringCredential(unit: Unit, { name, key, question, placeholder }: StoreCredential): void {
    const { secrets, bootstrapSecrets: backend = secrets } = unit.cluster.settings;
    if (backend.name === 'external-secrets') {
      this.report(
        unit,
        `would have to give out its own credential, Secret ${unit.namespace}/${name}`,
        'name a backend that needs no store as `bootstrapSecrets` of the cluster, such as sops()',
      );
      return;
    }
    new DeclaredSecret(unit, name, { [key]: asked(question, { placeholder }) }, { backend });
  }

  private report(unit: Unit, fact: string, hint: string): void {
    unit.report({ code: 'SECRET_STORE_INVALID', field: `store ${this.name}`, message: fact, hint });
  }
}

/** What makes two settings of one store the same entry. */
export function entryId({ key, property }: StoreEntry): string {
  return JSON.stringify([key, property ?? '']);
}
