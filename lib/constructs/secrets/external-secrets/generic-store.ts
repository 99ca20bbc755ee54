import type { SecretKeyRef } from '../../../model/secret.js';
import { ExternalStore, type StoreCredential, type StoreEntry, type StoreProvider } from './store.js';

export type GenericStoreOptions = {
  /** Name of the ClusterSecretStore. */
  readonly name: string;
  /** Where a key lies that no entry is named for. @default property `<key>` of `<namespace>/<name>` */
  readonly entry?: (ref: SecretKeyRef) => StoreEntry;
  /** Whether whole entries can be pushed into it, as into Vault, which `remember` needs. @default false */
  readonly pushable?: boolean;
} & (
  | {
      /** Any provider of External Secrets, typed; the namespace is the store's unit's. */
      readonly provider: (namespace: string) => StoreProvider;
      /** The Secret that the provider refers to. @default none */
      readonly credential?: StoreCredential;
    }
  /** Somebody else declares the ClusterSecretStore: who, and why. */
  | { readonly broughtBy: string }
);

/** A store of any other kind: webhook, AWS, Bitwarden, or one that the tree does not declare (S4-30). */
export function genericStore(options: GenericStoreOptions): ExternalStore {
  const { name, entry = defaultEntry, pushable = false } = options;
  const common = { name, entry, ...(pushable ? {} : { readOnly: 'its settings do not say `pushable`' }) };
  if ('broughtBy' in options) {
    return new ExternalStore({ ...common, broughtBy: options.broughtBy, provider: () => ({}) });
  }
  const { provider, credential } = options;
  return new ExternalStore({ ...common, provider, ...(credential === undefined ? {} : { credential }) });
}

function defaultEntry({ namespace, name, key }: SecretKeyRef): StoreEntry {
  return { key: `${namespace}/${name}`, property: key };
}
