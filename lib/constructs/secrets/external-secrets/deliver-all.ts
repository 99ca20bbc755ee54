import type { SecretDeclaration, SecretKeyRef } from '../../../model/secret.js';
import type { Cluster } from '../../cluster.js';
import type { SecretBackend } from '../../strategies.js';
import type { Unit } from '../../unit.js';
import { ClusterReaders } from './cluster-reader.js';
import { composedSecret, type StoreRef } from './composed-secret.js';
import type { Delivery, ExternalSecretsOptions } from './delivery.js';
import { Impossible } from './impossible.js';
import { MadeValues } from './made-values.js';
import { reportSharedEntries, reportStrangers } from './report.js';
import { resolveValue } from './resolve-value.js';
import type { Reading, Value } from './value.js';

/** Adds the objects of all secrets of one cluster to the units that declare them. */
export function deliverAll(
  cluster: Cluster,
  backend: SecretBackend,
  deliveries: readonly Delivery[],
  options: ExternalSecretsOptions & { readonly refreshInterval: string },
): void {
  const { store, entries = {}, remember = false, refreshInterval } = options;
  const made = new MadeValues(deliveries, remember ? store : undefined);
  const records = new Map(cluster.secrets.map((record) => [idOf(record.declaration), record]));
  const values = {
    find: (ref: Pick<SecretKeyRef, 'namespace' | 'name'>) => records.get(idOf(ref))?.declaration,
    ours: (declaration: SecretDeclaration) => records.get(idOf(declaration))?.backend === backend,
    made: (declaration: SecretDeclaration, key: string) => made.of(declaration, key),
    entry: (ref: SecretKeyRef) => entries[idOf(ref)]?.[ref.key] ?? store.definition.entry(ref),
  };
  const readers = new Map<Unit, ClusterReaders>();
  for (const { scope, unit, declaration } of deliveries) {
    const resolved = resolveKeys(unit, declaration, (key) => resolveValue({ ...declaration, key }, values));
    if (resolved === undefined) continue;
    const ofUnit = readers.get(unit) ?? new ClusterReaders(unit);
    readers.set(unit, ofUnit);
    const storeOf = (reading: Reading): StoreRef => {
      if (reading.at === 'store') {
        needStore(unit, options);
        return { kind: 'ClusterSecretStore', name: store.name };
      }
      const { namespace, secret } = reading;
      unit.needs(made.unitOf(namespace, secret) ?? (records.get(`${namespace}/${secret}`)?.unit as Unit | undefined));
      return ofUnit.store(namespace, declaration.namespace, secret);
    };
    composedSecret(scope, { declaration, values: resolved, refreshInterval, storeOf });
  }
  for (const unit of made.declare()) if (remember) needStore(unit, options);
  for (const reader of readers.values()) reader.declare();
  reportSharedEntries(deliveries, entries, values.entry);
  reportStrangers(cluster, backend);
}

/** Values of a secret, or nothing where one of them cannot be had; each such key is a finding. */
function resolveKeys(
  unit: Unit,
  declaration: SecretDeclaration,
  resolve: (key: string) => Value,
): Record<string, Value> | undefined {
  const values: Record<string, Value> = {};
  for (const key of Object.keys(declaration.keys)) {
    try {
      values[key] = resolve(key);
    } catch (error) {
      if (!(error instanceof Impossible)) throw error;
      unit.report({
        code: 'SECRET_IMPOSSIBLE',
        field: `DeclaredSecret ${idOf(declaration)}`,
        message: `key "${key}" ${error.message}`,
        hint: error.hint,
      });
    }
  }
  const keys = Object.keys(values).length;
  return keys > 0 && keys === Object.keys(declaration.keys).length ? values : undefined;
}

/** A store that nobody declares must never be skipped silently (S0-06, trap 53). */
function needStore(unit: Unit, { store }: ExternalSecretsOptions): void {
  const owner = store.unitIn(unit.cluster);
  if (owner !== undefined) unit.needs(owner);
  else if (
    store.definition.broughtBy === undefined &&
    !unit.problems.some(({ code }) => code === 'SECRET_STORE_MISSING')
  )
    unit.report({
      code: 'SECRET_STORE_MISSING',
      field: `store ${store.name}`,
      message: `has secrets in store ${store.name}, which no unit declares`,
      hint: 'declare it in a unit of its own that depends on the operator: store.declare(unit)',
    });
}

function idOf({ namespace, name }: Pick<SecretKeyRef, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}
