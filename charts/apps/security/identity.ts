import type { Cluster, Database, Unit } from '../../../lib/index.js';
import { authentik } from './authentik.js';
import { type DexOptions, dex } from './dex.js';
import { keycloak } from './keycloak.js';

/** Who knows the users. Each provider brings its own folder, so a change of mind is one setting (S1-70, S1-71). */
export type IdentityOptions =
  | ({ readonly provider: 'dex' } & DexOptions)
  | { readonly provider: 'authentik' | 'keycloak'; readonly database: Database };

/** The identity provider that Cloudflare Access asks. */
export function identity(cluster: Cluster, options: IdentityOptions): Unit {
  switch (options.provider) {
    case 'dex':
      return dex(cluster, options);
    case 'authentik':
      return authentik(cluster, options);
    case 'keycloak':
      return keycloak(cluster, options);
  }
}
