import { type BlueprintEntry, type BlueprintValue, env, file, find, keyOf } from './blueprint.js';
import type { OidcClient } from './oauth-clients.js';

/** A group. Who is in it is no business of Git: authentik's administrators say so. */
export function groupEntry(name: string): BlueprintEntry {
  return { model: 'authentik_core.group', id: name, identifiers: { name } };
}

export interface OwnerEntryProps {
  readonly username: string;
  readonly name: string;
  readonly email: string;
  /** Variable of the worker that holds the first password; the owner changes it at the first login. */
  readonly password: string;
  /** Groups of the same blueprint, by their entries' ids. */
  readonly groups: readonly string[];
}

/** The owner's account, made once (S3-66): what the owner changes afterwards, the password too, stays. */
export function ownerEntry({ username, name, email, password, groups }: OwnerEntryProps): BlueprintEntry {
  const administrators = find('authentik_core.group', 'name', 'authentik Admins');
  return {
    model: 'authentik_core.user',
    state: 'created',
    identifiers: { username },
    attrs: { name, email, password: env(password), groups: [administrators, ...groups.map(keyOf)] },
  };
}

/** Waits for other blueprints: what this one finds is theirs. The default ones have fixed names. */
export function requireBlueprint(name: string): BlueprintEntry {
  return { model: 'authentik_blueprints.metaapplyblueprint', attrs: { identifiers: { name }, required: true } };
}

export interface OidcProviderProps {
  readonly client: Pick<OidcClient, 'clientId' | 'variable'>;
  /** Path of a file that holds the client's secret. @default the client's variable holds it */
  readonly secretFile?: string;
  /** Where users are sent back to after the login. */
  readonly redirectUris: readonly string[];
  /** Scopes besides openid, email and profile, by authentik's own names. @default none */
  readonly scopes?: readonly string[];
}

const FLOWS = {
  authorization_flow: 'default-provider-authorization-implicit-consent',
  invalidation_flow: 'default-provider-invalidation-flow',
} as const;

/** Blueprints that come with authentik and hold what every provider finds. */
const REQUIRED = [
  'Default - Provider authorization flow (implicit consent)',
  'Default - Provider invalidation flow',
  'System - OAuth2 Provider - Scopes',
];

/** A client that logs its users in by OpenID Connect. The scope `profile` brings the claim `groups` by itself. */
export function oidcProvider(props: OidcProviderProps): readonly BlueprintEntry[] {
  const { client, secretFile, redirectUris, scopes = [] } = props;
  const { clientId, variable } = client;
  const flows = Object.entries(FLOWS).map(([field, slug]) => [field, find('authentik_flows.flow', 'slug', slug)]);
  return [
    ...REQUIRED.map(requireBlueprint),
    {
      model: 'authentik_providers_oauth2.oauth2provider',
      id: `${clientId}-provider`,
      identifiers: { name: clientId },
      attrs: {
        ...Object.fromEntries(flows),
        client_type: 'confidential',
        client_id: clientId,
        client_secret: secretFile === undefined ? env(variable) : file(secretFile),
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: redirectUris.map((uri) => ({ matching_mode: 'strict', url: uri })),
        property_mappings: ['openid', 'email', 'profile', ...scopes].map(scopeMapping),
        signing_key: find('authentik_crypto.certificatekeypair', 'name', 'authentik Self-signed Certificate'),
        sub_mode: 'user_uuid',
      },
    },
  ];
}

export interface OidcApplicationProps extends OidcProviderProps {
  readonly title: string;
  /** Where users are sent when they open the application. */
  readonly url: string;
  /** Who may use it: members of any of these. */
  readonly groups: readonly string[];
}

/** A client, and the application that its users see, for members of some groups. */
export function oidcApplication(props: OidcApplicationProps): readonly BlueprintEntry[] {
  const { client, title, url, groups } = props;
  const slug = client.clientId;
  return [
    ...oidcProvider(props),
    {
      model: 'authentik_core.application',
      id: slug,
      identifiers: { slug },
      attrs: { name: title, provider: keyOf(`${slug}-provider`), meta_launch_url: url, policy_engine_mode: 'any' },
    },
    ...groups.map((group, order) => ({
      model: 'authentik_policies.policybinding',
      identifiers: { target: keyOf(slug), group: find('authentik_core.group', 'name', group) },
      attrs: { order },
    })),
  ];
}

function scopeMapping(name: string): BlueprintValue {
  return find('authentik_providers_oauth2.scopemapping', 'managed', `goauthentik.io/providers/oauth2/scope-${name}`);
}
