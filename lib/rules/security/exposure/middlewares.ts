import { field, mapsOf } from '../../../flux/kustomize/built.js';
import type { TreeView } from '../../../flux/tree/view.js';

export const TRAEFIK_GROUPS = ['traefik.io', 'traefik.containo.us'];
const ASKS = ['forwardAuth', 'basicAuth', 'digestAuth'];

/** Traefik's middlewares that ask for a login, as `namespace-name`; chains that hold one, too. */
export function guardingMiddlewares({ index }: TreeView): Set<string> {
  const all = TRAEFIK_GROUPS.flatMap((group) => index.ofKind(group, 'Middleware'));
  const key = (namespace: string | undefined, name: string) => `${namespace ?? ''}-${name}`;
  const guards = new Set(
    all
      .filter(({ object }) => ASKS.some((kind) => field(object, 'spec', kind) !== undefined))
      .map(({ id }) => key(id.namespace, id.name)),
  );
  const isGuard = (own: string | undefined) => (ref: { name?: unknown; namespace?: unknown }) =>
    guards.has(key(String(ref.namespace ?? own ?? ''), String(ref.name)));
  // A chain may hold a chain: as often as there are middlewares is enough.
  for (let before = -1; before !== guards.size; ) {
    before = guards.size;
    for (const { id, object } of all) {
      const chained = mapsOf(field(object, 'spec', 'chain', 'middlewares'));
      if (chained.some(isGuard(id.namespace))) guards.add(key(id.namespace, id.name));
    }
  }
  return guards;
}

/** `auth-forward@kubernetescrd` → `auth-forward`, which is namespace and name. */
export function middlewareName(reference: string): string {
  return reference.replace(/@kubernetescrd$/, '');
}
