import type { DeclaredSecret, GrafanaOidc, JsonObject, OidcAddresses } from '../../../lib/index.js';

export interface GrafanaLogin {
  /** Where the identity provider is. */
  readonly oidc: OidcAddresses;
  /** Client at the provider, by the names of Grafana's variables. */
  readonly secret: DeclaredSecret<keyof GrafanaOidc>;
}

/** Sections of grafana.ini that let authentik's users in (S3-69). Its groups decide on their rights; by itself one may look. */
export function grafanaLoginSettings({ oidc }: GrafanaLogin): JsonObject {
  return {
    auth: { signout_redirect_url: oidc.logout },
    'auth.generic_oauth': {
      enabled: true,
      name: 'authentik',
      scopes: 'openid email profile',
      auth_url: oidc.authorize,
      token_url: oidc.token,
      api_url: oidc.userinfo,
      use_pkce: true,
      allow_sign_up: true,
      login_attribute_path: 'preferred_username',
      role_attribute_path:
        "contains(groups[*], 'grafana-admins') && 'Admin' || contains(groups[*], 'grafana-editors') && 'Editor' || 'Viewer'",
    },
  };
}
