import type { Cluster } from '../cluster.js';

/** Addresses of one application at authentik, as OpenID Connect names them. */
export interface OidcAddresses {
  /** With the slash at its end, which is part of it. */
  readonly issuer: string;
  readonly discovery: string;
  readonly authorize: string;
  readonly token: string;
  readonly userinfo: string;
  readonly logout: string;
}

/**
 * Where an application finds authentik (S3-69, S3-72, S3-75). `application` is the application's slug there; `host` is
 * authentik's host, or its first label under the cluster's domain.
 */
export function authentikOidc(cluster: Cluster, application: string, host = 'auth'): OidcAddresses {
  const base = `https://${cluster.host(host)}/application/o`;
  const issuer = `${base}/${application}/`;
  return {
    issuer,
    discovery: `${issuer}.well-known/openid-configuration`,
    authorize: `${base}/authorize/`,
    token: `${base}/token/`,
    userinfo: `${base}/userinfo/`,
    logout: `${issuer}end-session/`,
  };
}
