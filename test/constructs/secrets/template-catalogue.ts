import fc from 'fast-check';
import { parse } from 'yaml';
import {
  ageKeyPair,
  alertWebhook,
  authentikCredentials,
  basicAuth,
  cloudflareApiToken,
  dexClient,
  dexPasswordHashes,
  dexUsers,
  discordWebhook,
  dockerConfig,
  firecrawlCredentials,
  fluxDeployKey,
  ghcrCredentials,
  ghcrPullSecret,
  giteaAdmin,
  giteaOauth,
  githubMcpToken,
  gitSshKey,
  googleServiceAccount,
  grafanaAdmin,
  grafanaOidc,
  harborCredentials,
  harborOidc,
  harborRegistryCredentials,
  inventreeOidc,
  mariadbCredentials,
  matrixSigningKey,
  n8nCredentials,
  oauthClient,
  onePasswordConnect,
  planeCredentials,
  postgresqlCredentials,
  powerdnsApiKey,
  powerdnsApiKeyFor,
  proxmoxCsi,
  pulumiAccessToken,
  redisCredentials,
  registryUser,
  rommCredentials,
  type SecretTemplate,
  s3Credentials,
  sealingKeyPair,
  slackWebhook,
  sopsAgeKey,
  tunnelCredentials,
  webhookToken,
} from '../../../lib/index.js';

/** Where the secrets are that others are made of. */
export const SOURCE = { namespace: 'elsewhere', name: 'source' };

/** A template with arbitrary valid options, and the secret that it is made of. */
export interface Specimen {
  readonly template: SecretTemplate;
  readonly source?: SecretTemplate;
  /** What the values have to say to whoever reads them, beyond their schema. */
  readonly read?: (values: Readonly<Record<string, string>>) => { readonly found: unknown; readonly expected: unknown };
}

const from = { operand: (key: string) => ({ ref: { ...SOURCE, key } }) };
const databaseName = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,62}$/);
const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,20}[a-z0-9])?$/);
const host = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
const line = fc.stringMatching(/^[!-~]([ -~]{0,30}[!-~])?$/);
const word = fc.stringMatching(/^[!-~]{1,40}$/);
const userName = fc.stringMatching(/^[!-9;-~]{1,20}$/);
const keyName = fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/).filter((name) => name !== '__proto__');
const names = fc.uniqueArray(keyName, { minLength: 1, maxLength: 4 });
const comment = fc.string({ unit: 'grapheme', maxLength: 40 });
const url = host.map((name) => `https://${name}`);
const setting = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean());
const settings = fc.dictionary(
  fc.stringMatching(/^[a-z_]{1,20}$/).filter((name) => name !== '__proto__'),
  setting,
);

const login = fc.record({ username: databaseName, database: databaseName }, { requiredKeys: ['username'] });
const client = fc.record({ clientId: word });
const connection = fc.record({
  host,
  port: fc.integer({ min: 1, max: 65535 }),
  name: databaseName,
  user: databaseName,
});
const database = connection.map((where) => ({ ...where, password: from.operand('password') }));

const alone = (template: SecretTemplate): Specimen => ({ template });
const constantly = (make: () => SecretTemplate) => fc.constant(undefined).map(() => alone(make()));
const ofDatabase = (make: (of: { database: Parameters<typeof rommCredentials>[0]['database'] }) => SecretTemplate) =>
  database.map((of): Specimen => ({ template: make({ database: of }), source: basicAuth('app') }));

/** Every template, by the name of its function. */
export const CATALOGUE: Readonly<Record<string, fc.Arbitrary<Specimen>>> = {
  ageKeyPair: constantly(ageKeyPair),
  alertWebhook: constantly(alertWebhook),
  authentikCredentials: fc
    .tuple(database, fc.option(fc.constant('me@example.org'), { nil: undefined }))
    .map(([of, email]) => ({
      template: authentikCredentials({ database: of, ...(email === undefined ? {} : { email }) }),
      source: basicAuth('app'),
    })),
  basicAuth: line.map((name) => alone(basicAuth(name))),
  cloudflareApiToken: constantly(cloudflareApiToken),
  dexClient: constantly(dexClient),
  dexPasswordHashes: names.map((of) => ({ template: dexPasswordHashes(of, from), source: dexUsers(of) })),
  dexUsers: names.map((of) => alone(dexUsers(of))),
  discordWebhook: constantly(discordWebhook),
  dockerConfig: fc.tuple(host, line).map(([registry, username]) => ({
    template: dockerConfig(registry, { constant: username }, from.operand('password')),
    source: basicAuth('app'),
  })),
  firecrawlCredentials: constantly(firecrawlCredentials),
  fluxDeployKey: comment.map((text) => alone(fluxDeployKey({ comment: text }))),
  ghcrCredentials: constantly(ghcrCredentials),
  ghcrPullSecret: fc.constant(undefined).map(() => ({ template: ghcrPullSecret(from), source: ghcrCredentials() })),
  gitSshKey: comment.map((text) => alone(gitSshKey({ comment: text }))),
  giteaAdmin: line.map((name) => alone(giteaAdmin(name))),
  giteaOauth: client.map((of) => alone(giteaOauth(of))),
  githubMcpToken: constantly(githubMcpToken),
  googleServiceAccount: constantly(googleServiceAccount),
  grafanaAdmin: line.map((name) => alone(grafanaAdmin(name))),
  grafanaOidc: client.map((of) => alone(grafanaOidc(of))),
  harborCredentials: constantly(harborCredentials),
  harborOidc: fc.tuple(client, url, settings).map(([of, endpoint, others]) => ({
    template: harborOidc({ ...of, endpoint, settings: others }),
    read: ({ CONFIG_OVERWRITE_JSON = '', client_secret }) => ({
      found: JSON.parse(CONFIG_OVERWRITE_JSON),
      expected: {
        ...others,
        ...{ auth_mode: 'oidc_auth', oidc_endpoint: endpoint },
        ...{ oidc_client_id: of.clientId, oidc_client_secret: client_secret },
      },
    }),
  })),
  harborRegistryCredentials: constantly(harborRegistryCredentials),
  inventreeOidc: fc.tuple(client, url).map(([of, issuer]) => ({
    template: inventreeOidc({ ...of, issuer }),
    read: ({ providers = '', client_secret }) => ({
      found: JSON.parse(providers),
      expected: {
        openid_connect: {
          APPS: [
            {
              ...{ provider_id: of.clientId, name: 'authentik', client_id: of.clientId, secret: client_secret },
              settings: { server_url: issuer },
            },
          ],
        },
      },
    }),
  })),
  mariadbCredentials: login.map((of) => alone(mariadbCredentials(of))),
  matrixSigningKey: constantly(matrixSigningKey),
  n8nCredentials: constantly(n8nCredentials),
  oauthClient: client.map((of) => alone(oauthClient(of))),
  onePasswordConnect: constantly(onePasswordConnect),
  planeCredentials: fc.oneof(
    constantly(planeCredentials),
    database.map(
      (of): Specimen => ({
        template: planeCredentials({ database: of }),
        source: basicAuth('app'),
        read: ({ PLANE_DB_URL = '' }) => {
          const { hostname, port, username, pathname } = new URL(PLANE_DB_URL);
          return {
            found: [hostname, port, decodeURIComponent(username), decodeURIComponent(pathname)],
            expected: [of.host, String(of.port), of.user, `/${of.name}`],
          };
        },
      }),
    ),
  ),
  postgresqlCredentials: login.map((of) => alone(postgresqlCredentials(of))),
  powerdnsApiKey: fc.boolean().map((fromStore) => alone(powerdnsApiKey({ fromStore }))),
  powerdnsApiKeyFor: fc
    .constantFrom('webhook' as const, 'externalDns' as const, 'operator' as const)
    .map((consumer) => ({ template: powerdnsApiKeyFor(consumer, from), source: powerdnsApiKey() })),
  proxmoxCsi: fc.record({ url: line, tokenId: line, region: line, insecure: fc.boolean() }).map((of) => ({
    template: proxmoxCsi(of),
    read: ({ 'config.yaml': config = '', 'token-secret': token_secret }) => {
      const { url: address, tokenId: token_id, region, insecure } = of;
      return {
        found: parse(config),
        expected: { clusters: [{ url: address, insecure, token_id, token_secret, region }] },
      };
    },
  })),
  pulumiAccessToken: constantly(pulumiAccessToken),
  redisCredentials: constantly(redisCredentials),
  registryUser: userName.map((name) => alone(registryUser(name))),
  rommCredentials: ofDatabase(rommCredentials),
  s3Credentials: line.map((purpose) => alone(s3Credentials({ purpose }))),
  sealingKeyPair: constantly(sealingKeyPair),
  slackWebhook: constantly(slackWebhook),
  sopsAgeKey: constantly(sopsAgeKey),
  tunnelCredentials: constantly(tunnelCredentials),
  webhookToken: constantly(webhookToken),
};
