import { type Cluster, copied, DeclaredSecret, TerraformRoot, Unit } from '../../../lib/index.js';
import type { SingleSignOn } from '../../apps/security/single-sign-on.js';
import { SSO_APPLICATIONS } from '../../apps/security/sso-applications.js';
import { authentikAnswers } from './authentik-config.js';
import type { MatrixSsoOptions } from './matrix-sso.js';

/** Who may use Gitea: its application and groups, on the client that a blueprint brings (S3-68, S3-72). */
export function giteaSso(
  cluster: Cluster,
  { sso, after }: { readonly sso: SingleSignOn } & Pick<MatrixSsoOptions, 'after'>,
): TerraformRoot {
  const unit = new Unit(cluster.infrastructure('terraform'), 'gitea-sso', { dependsOn: [sso.unit] });
  const { gitea } = SSO_APPLICATIONS;
  const variables = new DeclaredSecret(unit, 'gitea-sso', { authentik_token: copied(sso.token) });
  return new TerraformRoot(unit, 'gitea-sso', {
    vars: { authentik_url: sso.url, url: `https://${cluster.host(gitea.host)}`, groups: [...gitea.groups] },
    varsFrom: [variables],
    after,
    answers: authentikAnswers(sso),
  });
}
