import type { Bringer } from '../brought.js';
import { CERT_MANAGER } from './cert-manager.js';
import { CLOUDNATIVE_PG } from './cloudnative-pg.js';
import { EXTERNAL_SECRETS } from './external-secrets.js';
import { HELM } from './helm.js';
import { KUBERNETES } from './kubernetes.js';
import { MARIADB } from './mariadb.js';
import { MONITORING } from './monitoring.js';
import { SECRETS } from './secrets.js';
import { TERRAFORM } from './terraform.js';
import { VAULT } from './vault.js';

/** Every kind that is known to make other objects, by `group/Kind`. */
export const BRINGERS: ReadonlyMap<string, Bringer['brings']> = byKind([
  ...KUBERNETES,
  ...SECRETS,
  ...EXTERNAL_SECRETS,
  ...CERT_MANAGER,
  ...CLOUDNATIVE_PG,
  ...MARIADB,
  ...VAULT,
  ...TERRAFORM,
  ...MONITORING,
  ...HELM,
]);

/** A kind may stand in several families: an Ingress makes nothing by itself, but cert-manager does for it. */
function byKind(bringers: readonly Bringer[]): Map<string, Bringer['brings']> {
  const found = new Map<string, Bringer['brings']>();
  for (const { group, kind, brings } of bringers) {
    const known = found.get(`${group}/${kind}`);
    const both: Bringer['brings'] = (object, view) => [...(known?.(object, view) ?? []), ...brings(object, view)];
    found.set(`${group}/${kind}`, known === undefined ? brings : both);
  }
  return found;
}
