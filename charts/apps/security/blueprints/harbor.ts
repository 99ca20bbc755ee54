import { blueprint, type Cluster, type OidcClient, oidcApplication, requireBlueprint } from '../../../../lib/index.js';
import { redirectUris, SSO_APPLICATIONS } from '../sso-applications.js';
import { USERS } from './users.js';

/** Harbor's client and application; its robots keep a token, hence `offline_access` (S3-73). */
export function harborBlueprint(cluster: Cluster, client: OidcClient): string {
  const { harbor } = SSO_APPLICATIONS;
  const host = cluster.host(harbor.host);
  return blueprint('Homelab - Harbor', [
    requireBlueprint(USERS),
    ...oidcApplication({
      client,
      ...harbor,
      url: `https://${host}`,
      redirectUris: redirectUris(harbor, host),
      scopes: ['offline_access'],
    }),
  ]);
}
