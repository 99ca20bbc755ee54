import { describe, expect, test } from '@jest/globals';
import { SSO_APPLICATIONS, SSO_NAMES } from '../../../charts/apps/security/sso-applications.js';
import { at, environment, find, objects, ofKind, plan, value, waitsFor } from './services-cluster.js';

const DOMAIN = 'example.org';
const AUTH = `https://auth.${DOMAIN}/application/o`;

const hosts = Object.fromEntries(
  ofKind('Ingress').map((ingress) => [
    String(at(ingress, 'spec', 'rules', 0, 'host')).replace(`.${DOMAIN}`, ''),
    at(ingress, 'spec', 'rules', 0, 'http', 'paths', 0, 'backend', 'service', 'name'),
  ]),
);

describe('what can be reached from outside', () => {
  test('is what has a login, and nothing else', () => {
    expect(hosts).toEqual({
      git: 'gitea-http',
      registry: 'harbor',
      chat: 'matrix-synapse',
      inventree: 'inventree',
      grafana: 'kube-prometheus-stack-grafana',
      activitywatch: 'activitywatch-login',
      hooks: 'webhook-inbox-login',
      syncthing: 'syncthing-login',
    });
  });

  test('no chart adds an Ingress of its own beside ours', () => {
    for (const name of ['gitea', 'matrix-synapse']) expect(value(name, 'ingress', 'enabled') ?? false).toBe(false);
    expect(value('harbor', 'expose', 'type')).toBe('clusterIP');
  });

  test('every host has a certificate, and a record that points at the VPS (S3-54)', () => {
    for (const ingress of ofKind('Ingress')) {
      expect(at(ingress, 'metadata', 'annotations')).toMatchObject({
        'cert-manager.io/cluster-issuer': 'issuer',
        'external-dns.alpha.kubernetes.io/target': '203.0.113.9',
      });
      expect(at(ingress, 'spec', 'tls', 0, 'hosts', 0)).toBe(at(ingress, 'spec', 'rules', 0, 'host'));
    }
  });

  test('a git push, an image layer and an upload are not cut off at the 1 MB of the controller', () => {
    for (const name of ['gitea-http', 'harbor', 'matrix-synapse', 'inventree']) {
      const annotations = at(find('Ingress', name), 'metadata', 'annotations');
      expect(annotations).toHaveProperty(['nginx.ingress.kubernetes.io/proxy-body-size']);
    }
  });
});

describe('behind a login that the app itself does not have (S3-79)', () => {
  const proxies = ['activitywatch', 'webhook-inbox', 'syncthing'];

  test.each(proxies)('%s is reached by its login proxy alone', (name) => {
    const policies = ofKind('NetworkPolicy').filter((policy) => {
      const chosen = at(policy, 'spec', 'podSelector', 'matchLabels', 'app.kubernetes.io/name');
      return chosen === name && JSON.stringify(at(policy, 'spec', 'ingress')).includes('"from"');
    });
    const from = policies.map((policy) => at(policy, 'spec', 'ingress', 0, 'from', 0, 'podSelector', 'matchLabels'));
    expect(from).toEqual([{ 'app.kubernetes.io/name': `${name}-login` }]);
    const denied = ofKind('NetworkPolicy').filter(
      (policy) =>
        at(policy, 'metadata', 'name') === 'default-deny' &&
        at(policy, 'metadata', 'namespace') === at(find('Deployment', name), 'metadata', 'namespace'),
    );
    expect(denied).toHaveLength(1);
  });

  test.each(proxies)('%s lets in the members of a group, by the client that authentik knows', (name) => {
    expect(environment(`${name}-login`)).toMatchObject({
      OAUTH2_PROXY_OIDC_ISSUER_URL: `${AUTH}/${name}/`,
      OAUTH2_PROXY_CLIENT_ID: `${name}-oauth/client_id`,
      OAUTH2_PROXY_CLIENT_SECRET: `${name}-oauth/client_secret`,
      OAUTH2_PROXY_ALLOWED_GROUPS: `${name}-users`,
      OAUTH2_PROXY_UPSTREAMS: expect.stringMatching(new RegExp(`^http://${name}:\\d+$`)),
    });
  });

  test('everybody may post to an address of the webhook inbox, and do nothing else (S3-83)', () => {
    const [method, route = ''] = (environment('webhook-inbox-login').OAUTH2_PROXY_SKIP_AUTH_ROUTES ?? '').split('=');
    expect(method).toBe('POST');
    const isOpen = (path: string) => new RegExp(route).test(path);
    expect(isOpen('/9b6bbab9-c197-4dd3-bc3f-3cb6253820c7')).toBe(true);
    expect(isOpen('/9b6bbab9-c197-4dd3-bc3f-3cb6253820c7/github')).toBe(true);
    for (const path of ['/', '/api/session', '/s/9b6bbab9-c197-4dd3-bc3f-3cb6253820c7', '/api/session/9b6bbab9']) {
      expect(isOpen(path)).toBe(false);
    }
  });
});

describe('clients of authentik', () => {
  const declared = new Map(
    plan.cluster.units.flatMap(({ name, secretFiles }) =>
      secretFiles.map(({ declaration }) => [declaration.name, { unit: name, declaration }] as const),
    ),
  );

  test('are these, each in a unit that waits for authentik (S3-67, trap 66)', () => {
    const clients = [...declared].filter(([name, { unit }]) => name.endsWith('-oauth') && unit !== 'authentik');
    expect(clients.map(([name]) => name).sort()).toEqual(SSO_NAMES.map((id) => `${id}-oauth`).sort());
    for (const [, { unit }] of clients) expect(waitsFor(unit).has('authentik')).toBe(true);
  });

  test('have their secrets from authentik’s unit, or authentik and its clients would wait for each other', () => {
    for (const id of SSO_NAMES) {
      const keys = Object.values(declared.get(`${id}-oauth`)?.declaration.keys ?? {});
      const key = `${id.toUpperCase().replaceAll('-', '_')}_CLIENT_SECRET`;
      const of = { namespace: 'platform', name: 'authentik-oauth', key };
      expect(keys.map(({ source }) => source)).toContainEqual({ from: 'copied', of });
    }
  });

  test('are sent back to a host that is theirs', () => {
    expect(
      Object.values(SSO_APPLICATIONS)
        .map(({ host }) => host)
        .sort(),
    ).toEqual(Object.keys(hosts).sort());
    for (const [id, { host, redirects }] of Object.entries(SSO_APPLICATIONS)) {
      if (!redirects.some((path) => path === '/oauth2/callback')) continue;
      const url = `https://${host}.${DOMAIN}/oauth2/callback`;
      expect(environment(`${id}-login`).OAUTH2_PROXY_REDIRECT_URL).toBe(url);
    }
  });

  test('Gitea: accounts by themselves, for the group, administrators by the other (S3-72)', () => {
    expect(value('gitea', 'gitea', 'oauth')).toEqual([
      expect.objectContaining({
        existingSecret: 'gitea-oauth',
        autoDiscoverUrl: `${AUTH}/gitea/.well-known/openid-configuration`,
        requiredClaimValue: 'gitea-users',
        adminGroup: 'gitea-admins',
      }),
    ]);
    expect(value('gitea', 'gitea', 'config', 'oauth2_client', 'ENABLE_AUTO_REGISTRATION')).toBe(true);
    expect(value('gitea', 'gitea', 'config', 'service', 'ALLOW_ONLY_EXTERNAL_REGISTRATION')).toBe(true);
    expect(Object.keys(declared.get('gitea-oauth')?.declaration.keys ?? {}).sort()).toEqual(['key', 'secret']);
  });

  test('Harbor: its core reads all of it from one variable (S3-73)', () => {
    expect(value('harbor', 'core', 'extraEnvVars')).toEqual([
      {
        name: 'CONFIG_OVERWRITE_JSON',
        valueFrom: { secretKeyRef: { name: 'harbor-oauth', key: 'CONFIG_OVERWRITE_JSON' } },
      },
    ]);
    const source = declared.get('harbor-oauth')?.declaration.keys.CONFIG_OVERWRITE_JSON?.source;
    expect(JSON.stringify(source)).toContain(`${AUTH}/harbor/`);
    expect(JSON.stringify(source)).toContain('harbor-admins');
  });

  test('Synapse: issuer to the letter, the secret from a file, no passwords beside it (S3-75)', () => {
    expect(value('matrix-synapse', 'extraConfig')).toMatchObject({
      password_config: { enabled: false },
      oidc_providers: [{ issuer: `${AUTH}/matrix/`, client_secret_path: '/synapse/oidc/client_secret' }],
    });
    expect(value('matrix-synapse', 'synapse', 'extraVolumes', 0, 'secret', 'secretName')).toBe('matrix-oauth');
  });

  test('Grafana: rights by group, by default to look only (S3-69)', () => {
    const grafana = value('kube-prometheus-stack', 'grafana') as Record<string, unknown>;
    expect(grafana.envFromSecret).toBe('grafana-oauth');
    expect(at(grafana, 'grafana.ini', 'auth.generic_oauth')).toMatchObject({
      auth_url: `${AUTH}/authorize/`,
      token_url: `${AUTH}/token/`,
      api_url: `${AUTH}/userinfo/`,
      role_attribute_path: expect.stringMatching(/'grafana-admins'\) && 'Admin' .* 'Viewer'$/),
    });
  });

  test('InvenTree: providers from its secret, accounts by themselves (S3-76)', () => {
    const server = environment('inventree', 'server');
    expect(server.INVENTREE_SOCIAL_PROVIDERS).toBe('inventree-oauth/providers');
    expect(JSON.parse(server.INVENTREE_GLOBAL_SETTINGS ?? '')).toMatchObject({ LOGIN_ENABLE_SSO_REG: true });
    expect(environment('inventree', 'worker')).toEqual(server);
  });
});

test('no app talks to Vault: they see Kubernetes Secrets (S3-11)', () => {
  expect(JSON.stringify(objects)).not.toMatch(/vault\.(hashicorp|security\.banzaicloud)/);
});
