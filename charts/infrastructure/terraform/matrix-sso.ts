import { type Cluster, copied, DeclaredSecret, TerraformRoot, Unit } from '../../../lib/index.js';
import type { SingleSignOn } from '../../apps/security/single-sign-on.js';
import { redirectUris, SSO_APPLICATIONS } from '../../apps/security/sso-applications.js';
import { authentikAnswers } from './authentik-config.js';

export interface MatrixSsoOptions {
  readonly sso: SingleSignOn;
  /** authentik's own configuration comes first, so that two roots never fail for one reason at once. */
  readonly after: readonly TerraformRoot[];
}

/** Matrix' client and application at authentik (S3-68, S3-75). */
export function matrixSso(cluster: Cluster, { sso, after }: MatrixSsoOptions): TerraformRoot {
  const unit = new Unit(cluster.infrastructure('terraform'), 'matrix-sso', { dependsOn: [sso.unit] });
  const { matrix } = SSO_APPLICATIONS;
  const host = cluster.host(matrix.host);
  const variables = new DeclaredSecret(unit, 'matrix-sso', {
    authentik_token: copied(sso.token),
    client_secret: copied(sso.client('matrix').secret),
  });
  return new TerraformRoot(unit, 'matrix-sso', {
    vars: {
      authentik_url: sso.url,
      url: `https://${host}`,
      redirect_uris: redirectUris(matrix, host),
      groups: [...matrix.groups],
    },
    varsFrom: [variables],
    after,
    answers: authentikAnswers(sso),
  });
}
