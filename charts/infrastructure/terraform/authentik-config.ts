import { type Cluster, copied, DeclaredSecret, TerraformRoot, template, Unit } from '../../../lib/index.js';
import type { SingleSignOn } from '../../apps/security/single-sign-on.js';
import { redirectUris, SSO_APPLICATIONS, type SsoName } from '../../apps/security/sso-applications.js';

/** Applications that neither a blueprint nor a root of their own brings. */
const HERE: readonly SsoName[] = ['grafana', 'inventree', 'activitywatch', 'syncthing', 'webhook-inbox'];

/** Where authentik answers once it is up, whatever its ingress says meanwhile (trap 66). */
export function authentikAnswers({ url }: SingleSignOn): Readonly<Record<string, string>> {
  return { authentik: `${url}/-/health/ready/` };
}

/** authentik's look, and the applications that need nothing special: Grafana, InvenTree, and those behind a proxy (S3-68, S3-69). */
export function authentikConfig(cluster: Cluster, { sso }: { readonly sso: SingleSignOn }): TerraformRoot {
  const unit = new Unit(cluster.infrastructure('terraform'), 'authentik-config', { dependsOn: [sso.unit] });
  const clients = HERE.map((name) => [name, sso.client(name)] as const);
  const variables = new DeclaredSecret(unit, 'authentik-config', {
    authentik_token: copied(sso.token),
    // One variable for all of them, as JSON: letters and digits need no escaping.
    client_secrets: template(
      `{${clients.map(([name, { variable }]) => `${JSON.stringify(name)}: "{${variable}}"`).join(', ')}}`,
      Object.fromEntries(clients.map(([, { variable, secret }]) => [variable, secret])),
    ),
  });
  return new TerraformRoot(unit, 'authentik-config', {
    vars: {
      authentik_url: sso.url,
      title: cluster.settings.domain,
      applications: Object.fromEntries(
        HERE.map((name) => {
          const { title, host, groups } = SSO_APPLICATIONS[name];
          const full = cluster.host(host);
          const redirects = redirectUris(SSO_APPLICATIONS[name], full);
          return [name, { title, url: `https://${full}`, redirect_uris: redirects, groups: [...groups] }];
        }),
      ),
    },
    varsFrom: [variables],
    answers: authentikAnswers(sso),
  });
}
