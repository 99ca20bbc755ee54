import type { SecretDeclaration, SecretKeyRef } from '../../../model/secret.js';
import type { Cluster } from '../../cluster.js';
import type { SecretBackend } from '../../strategies.js';
import type { Unit } from '../../unit.js';
import type { Delivery, ExternalSecretsOptions } from './delivery.js';
import { entryId, type StoreEntry } from './store.js';

const SHARED = 'if they are one value, let one copy the other; if not, name an entry in `entries`';

/** Two asked keys that would silently be one value of the store; named entries may be shared on purpose. */
export function reportSharedEntries(
  deliveries: readonly Delivery[],
  named: NonNullable<ExternalSecretsOptions['entries']>,
  entryOf: (ref: SecretKeyRef) => StoreEntry,
): void {
  const users = new Map<string, string>();
  for (const { unit, declaration } of deliveries) {
    const { namespace, name } = declaration;
    for (const [key, { source }] of Object.entries(declaration.keys)) {
      if (source.from !== 'asked' || named[`${namespace}/${name}`]?.[key] !== undefined) continue;
      const id = entryId(entryOf({ namespace, name, key }));
      const user = `${namespace}/${name} "${key}"`;
      const other = users.get(id);
      users.set(id, user);
      if (other === undefined || other === user) continue;
      report(unit, declaration, `key "${key}" is read from the same entry of the store as ${other}`, SHARED);
    }
  }
}

/** Secrets of other backends that are made of ours: what seals them does not know the values. */
export function reportStrangers(cluster: Cluster, backend: SecretBackend): void {
  const ours = new Set(
    cluster.secrets.filter((record) => record.backend === backend).map(({ declaration }) => idOf(declaration)),
  );
  for (const { declaration, unit, backend: other } of cluster.secrets) {
    if (other === backend || other.name === backend.name) continue;
    for (const [key, { source }] of Object.entries(declaration.keys)) {
      const ref = references(source).find((one) => ours.has(idOf(one)));
      if (ref === undefined) continue;
      const fact = `key "${key}" is made of ${idOf(ref)} "${ref.key}", whose value only External Secrets knows`;
      report(unit as Unit, declaration, fact, 'give both the same backend');
    }
  }
}

function references(value: unknown): SecretKeyRef[] {
  if (typeof value !== 'object' || value === null) return [];
  const { namespace, name, key } = value as Record<string, unknown>;
  if (typeof namespace === 'string' && typeof name === 'string' && typeof key === 'string') {
    return [{ namespace, name, key }];
  }
  return Object.values(value).flatMap(references);
}

function report(unit: Unit, declaration: SecretDeclaration, message: string, hint: string): void {
  unit.report({ code: 'SECRET_IMPOSSIBLE', field: `DeclaredSecret ${idOf(declaration)}`, message, hint });
}

function idOf({ namespace, name }: Pick<SecretKeyRef, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}
