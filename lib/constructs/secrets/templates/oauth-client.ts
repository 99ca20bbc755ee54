import * as z from 'zod';
import type { SecretKey, SecretKeyRef } from '../../../model/secret.js';
import { jsonWith } from '../../format.js';
import { copied, generated, given, textAround } from '../../secret-values.js';
import { type SecretTemplate, secretTemplate } from '../secret-template.js';
import { longKey, word } from './credential-text.js';

/** An application that logs its users in through an identity provider. */
export interface OauthClientProps {
  /** Name of the client at the provider, which is no secret. */
  readonly clientId: string;
  /**
   * The secret where the provider's unit makes it, as `OauthClients` does: the app waits for the provider, so that the
   * provider can wait for nothing of the app (S3-67).
   * @default it is made here, and the provider's unit declares a copy: `copied(client.operand('client_secret'))`
   */
  readonly secret?: { readonly ref: SecretKeyRef };
}

/** One value on both sides, whoever makes it (S3-72, S3-75, trap 43). */
function clientSecret({ secret }: OauthClientProps): SecretKey {
  if (secret !== undefined) return copied(secret);
  const rotation = 'the provider must change at the same time, or nobody can log in';
  return generated({ length: 64, rotation });
}

export const oauthClientSchema = () => z.object({ client_id: word, client_secret: longKey });

export type OauthClient = z.infer<ReturnType<typeof oauthClientSchema>>;

/** Client of an application that takes the two by any name: Matrix (`client_secret_path`), Vault, Terraform (S3-68). */
export function oauthClient(props: OauthClientProps): SecretTemplate<keyof OauthClient> {
  return secretTemplate(oauthClientSchema, () => ({
    client_id: given(props.clientId),
    client_secret: clientSecret(props),
  }));
}

export const giteaOauthSchema = () => z.object({ key: word, secret: longKey });

export type GiteaOauth = z.infer<ReturnType<typeof giteaOauthSchema>>;

/** Client of Gitea, for `gitea.oauth[].existingSecret` (S3-72). */
export function giteaOauth(props: OauthClientProps): SecretTemplate<keyof GiteaOauth> {
  return secretTemplate(giteaOauthSchema, () => ({ key: given(props.clientId), secret: clientSecret(props) }));
}

export const grafanaOidcSchema = () =>
  z.object({
    GF_AUTH_GENERIC_OAUTH_CLIENT_ID: word,
    GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET: longKey,
  });

export type GrafanaOidc = z.infer<ReturnType<typeof grafanaOidcSchema>>;

/** Client of Grafana, for `envFromSecret` (S3-69). */
export function grafanaOidc(props: OauthClientProps): SecretTemplate<keyof GrafanaOidc> {
  return secretTemplate(grafanaOidcSchema, () => ({
    GF_AUTH_GENERIC_OAUTH_CLIENT_ID: given(props.clientId),
    GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET: clientSecret(props),
  }));
}

export interface HarborOidcProps extends OauthClientProps {
  /** Address of the provider. */
  readonly endpoint: string;
  /** Harbor's other settings by the names of its configuration API; none of them a secret. @default none */
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
}

/** Stands for the secret while the settings become JSON. */
const MARK = '\uFDD2';

export const harborOidcSchema = () =>
  z.object({
    // It goes into JSON as it is.
    client_secret: longKey.regex(/^[A-Za-z0-9._~+/=-]+$/, 'letters, digits and any of ._~+/=-'),
    CONFIG_OVERWRITE_JSON: jsonWith('auth_mode', 'oidc_endpoint', 'oidc_client_id', 'oidc_client_secret'),
  });

export type HarborOidc = z.infer<ReturnType<typeof harborOidcSchema>>;

/** Client of Harbor, whose core reads all of its settings from one variable (S3-73). */
export function harborOidc(props: HarborOidcProps): SecretTemplate<keyof HarborOidc> {
  const { clientId, endpoint, settings = {} } = props;
  const config = {
    ...settings,
    auth_mode: 'oidc_auth',
    oidc_endpoint: endpoint,
    oidc_client_id: clientId,
    oidc_client_secret: MARK,
  };
  return secretTemplate(harborOidcSchema, (own) => ({
    client_secret: clientSecret(props),
    CONFIG_OVERWRITE_JSON: textAround(JSON.stringify(config), MARK, own('client_secret')),
  }));
}

export interface InventreeOidcProps extends OauthClientProps {
  /** Issuer of the provider. */
  readonly issuer: string;
}

export const inventreeOidcSchema = () =>
  z.object({
    client_secret: longKey.regex(/^[A-Za-z0-9._~+/=-]+$/, 'letters, digits and any of ._~+/=-'),
    providers: jsonWith('openid_connect'),
  });

export type InventreeOidc = z.infer<ReturnType<typeof inventreeOidcSchema>>;

/** Client of InvenTree, which reads its providers as JSON from one variable; its redirect ends in the client's id (S3-76). */
export function inventreeOidc(props: InventreeOidcProps): SecretTemplate<keyof InventreeOidc> {
  const { clientId, issuer } = props;
  const app = {
    provider_id: clientId,
    name: 'authentik',
    client_id: clientId,
    secret: MARK,
    settings: { server_url: issuer },
  };
  return secretTemplate(inventreeOidcSchema, (own) => ({
    client_secret: clientSecret(props),
    providers: textAround(JSON.stringify({ openid_connect: { APPS: [app] } }), MARK, own('client_secret')),
  }));
}
