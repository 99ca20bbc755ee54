import { Construct } from 'constructs';
import { WebApp } from '../app/web-app.js';
import { DeclaredSecret } from '../declared-secret.js';
import { allowFromExposure, allowIngress } from '../network/network-policy.js';
import { podsOf } from '../network/peers.js';
import { generated } from '../secret-values.js';
import { oauthClient } from '../secrets/templates/oauth-client.js';
import { type Unit, unitOf } from '../unit.js';
import { authentikOidc } from './authentik-oidc.js';
import type { OidcProvider } from './oauth-clients.js';

export interface LoginProxyProps {
  /** The identity provider, which has to be up before the proxy starts. */
  readonly identity: OidcProvider;
  /** Where requests go after the login. From then on the proxy alone may reach it, as soon as the unit denies ingress. */
  readonly app: WebApp;
  /** Host name, or its first label under the cluster's domain. */
  readonly host: string;
  /** Only members of one of these groups get in. @default whoever can log in */
  readonly groups?: readonly string[];
  /** What everybody may ask for without a login, as oauth2-proxy writes it: `POST=^/hooks/`. @default nothing */
  readonly publicRoutes?: readonly string[];
}

const PORT = 4180;

/**
 * A login in front of an app that has none (S3-79): oauth2-proxy, which asks authentik. The client's secret is
 * `<name>-oauth`; authentik has to know it, and the address `https://<host>/oauth2/callback`.
 */
export class LoginProxy extends Construct {
  readonly host: string;
  readonly secret: DeclaredSecret<'client_id' | 'client_secret' | 'cookie_secret'>;

  constructor(scope: Construct, name: string, props: LoginProxyProps) {
    super(scope, `login-${name}`);
    const unit: Unit = unitOf(this);
    const { cluster } = unit;
    const { identity, app, host, groups = [], publicRoutes = [] } = props;
    unit.needs(identity.unit);
    this.host = cluster.host(host);
    // oauth2-proxy takes 16, 24 or 32 bytes; 32 letters and digits it reads as base64 of 24.
    const keys = oauthClient(identity.client(name)).with({
      cookie_secret: generated({ length: 32, rotation: 'everybody has to log in again' }),
    });
    this.secret = new DeclaredSecret(this, `${name}-oauth`, keys);
    const access = publicRoutes.length === 0 ? 'oauth2-proxy' : `oauth2-proxy, but for ${publicRoutes.join(', ')}`;
    const proxy = new WebApp(this, `${name}-login`, {
      image: cluster.image('oauth2-proxy'),
      port: PORT,
      host,
      access: { own: `${access} asks for a login at authentik` },
      user: 65532,
      health: { path: '/ping' },
      resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
      env: {
        OAUTH2_PROXY_HTTP_ADDRESS: `0.0.0.0:${PORT}`,
        OAUTH2_PROXY_PROVIDER: 'oidc',
        OAUTH2_PROXY_OIDC_ISSUER_URL: authentikOidc(cluster, name).issuer,
        OAUTH2_PROXY_CLIENT_ID: this.secret.ref('client_id'),
        OAUTH2_PROXY_CLIENT_SECRET: this.secret.ref('client_secret'),
        OAUTH2_PROXY_COOKIE_SECRET: this.secret.ref('cookie_secret'),
        OAUTH2_PROXY_REDIRECT_URL: `https://${this.host}/oauth2/callback`,
        OAUTH2_PROXY_UPSTREAMS: `http://${app.name}:${app.port}`,
        OAUTH2_PROXY_SCOPE: 'openid email profile',
        OAUTH2_PROXY_CODE_CHALLENGE_METHOD: 'S256',
        OAUTH2_PROXY_REVERSE_PROXY: true,
        OAUTH2_PROXY_SKIP_PROVIDER_BUTTON: true,
        // Who somebody is, without authentik's tokens: with them the cookie is larger than ingress-nginx lets an answer's headers be.
        OAUTH2_PROXY_SESSION_COOKIE_MINIMAL: true,
        // The groups decide. authentik calls no address verified by default, and only its administrators add users.
        OAUTH2_PROXY_EMAIL_DOMAINS: '*',
        OAUTH2_PROXY_INSECURE_OIDC_ALLOW_UNVERIFIED_EMAIL: true,
        ...(groups.length === 0 ? {} : { OAUTH2_PROXY_ALLOWED_GROUPS: groups.join(',') }),
        ...(publicRoutes.length === 0 ? {} : { OAUTH2_PROXY_SKIP_AUTH_ROUTES: publicRoutes.join(',') }),
      },
    });
    const peers = [podsOf(unit.namespace, proxy.selector)];
    allowIngress(unit, 'allow-login', { pods: app.selector, peers, ports: [app.port] });
    allowFromExposure(unit, [PORT], { pods: proxy.selector });
  }
}
