import type { Construct } from 'constructs';
import type { SecretDeclaration } from '../../../model/secret.js';
import type { Unit } from '../../unit.js';
import type { ExternalStore, StoreEntry } from './store.js';

export interface ExternalSecretsOptions {
  /** Where asked values are read from: `vaultStore()`, `pulumiEsc()`, `onePassword()`, `genericStore()`. */
  readonly store: ExternalStore;
  /**
   * Entries of the store that are not where it would have them, by `<namespace>/<name>` of the Secret and key:
   * `{ 'dns/powerdns': { 'api-key': { key: 'powerdns', property: 'apikey' } } }` (S3-49). Two keys may share one.
   * @default none
   */
  readonly entries?: Readonly<Record<string, Readonly<Record<string, StoreEntry>>>>;
  /** How often values are read again. Generated ones are made once whatever it says (trap 63). @default '1h' */
  readonly refreshInterval?: string;
  /** Keeps generated values in the store, which outlives the cluster (S3-19). @default false, in the cluster */
  readonly remember?: boolean;
}

/** A secret that was declared with this backend. */
export interface Delivery {
  readonly scope: Construct;
  readonly unit: Unit;
  readonly declaration: SecretDeclaration;
}
