import { blueprint, type Cluster, type OidcClient, oidcProvider } from '../../../../lib/index.js';
import { redirectUris, SSO_APPLICATIONS } from '../sso-applications.js';

/** How Gitea talks to authentik; who may use it is in Terraform `gitea-sso`, of phase 4 (S3-68). */
export function giteaBlueprint(cluster: Cluster, client: OidcClient): string {
  const { gitea } = SSO_APPLICATIONS;
  return blueprint(
    'Homelab - Gitea',
    oidcProvider({ client, redirectUris: redirectUris(gitea, cluster.host(gitea.host)) }),
  );
}
