import { Construct } from 'constructs';
import type { SecretKeyRef } from '../../model/secret.js';
import { DeclaredSecret } from '../declared-secret.js';
import { generated } from '../secret-values.js';
import type { Unit } from '../unit.js';

/** A client of the identity provider, as an app's unit makes its own Secret of it: `giteaOauth(client)`. */
export interface OidcClient {
  readonly clientId: string;
  readonly secret: { readonly ref: SecretKeyRef };
  /** Key of the secret in the provider's own Secret, and name of the variable that the provider reads. */
  readonly variable: string;
}

/** An identity provider, as an app sees it that lets it log its users in. */
export interface OidcProvider {
  /** What has to be ready before the app can ask it: the unit after which the provider knows the app. */
  readonly unit: Unit;
  /** @throws SynthError for a client that the provider does not have */
  client(name: string): OidcClient;
}

export interface OauthClientsProps<Name extends string> {
  /** Names of applications, which are slugs and client ids at authentik. */
  readonly clients: readonly Name[];
  /** Namespace of the provider. @default the unit's */
  readonly namespace?: string;
}

/**
 * Clients of authentik, one secret each, made in the provider's namespace: apps copy theirs, so that they depend on the
 * provider and never the other way round (S3-16, S3-67, S3-72).
 */
export class OauthClients<Name extends string = string> extends Construct {
  readonly secret: DeclaredSecret;

  constructor(scope: Construct, name: string, { clients, namespace }: OauthClientsProps<Name>) {
    super(scope, `oauth-clients-${name}`);
    const rotation = 'whoever has a copy gets the new one by itself; restart both, or nobody can log in';
    const keys = clients.map((client) => [variableOf(client), generated({ length: 64, rotation })] as const);
    this.secret = new DeclaredSecret(
      this,
      name,
      Object.fromEntries(keys),
      namespace === undefined ? {} : { namespace },
    );
  }

  client(name: Name): OidcClient {
    const variable = variableOf(name);
    return { clientId: name, secret: this.secret.operand(variable), variable };
  }
}

function variableOf(client: string): string {
  return `${client.toUpperCase().replace(/[^A-Z0-9]/g, '_')}_CLIENT_SECRET`;
}
