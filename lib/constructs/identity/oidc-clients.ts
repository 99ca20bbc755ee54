import type { SecretOperand } from '../../model/secret.js';
import { DeclaredSecret } from '../declared-secret.js';
import { generated } from '../secret-values.js';
import type { Unit } from '../unit.js';

/** An identity provider as the apps see it that let it log their users in. */
export interface OidcProvider {
  /** What has to be ready before an app can ask it: the unit after which it knows its clients, too. */
  readonly unit: Unit;
  /** The secrets that it knows its clients by. */
  readonly clients: OidcClients;
}

/**
 * Secrets of the provider's clients, made in a unit before both the provider and the apps: the apps wait for the provider,
 * so that it cannot take them from the apps (S3-67, S3-68). The provider reads the Secret as variables, by envFrom; apps
 * copy theirs into their namespaces.
 */
export class OidcClients {
  readonly secret: DeclaredSecret;

  constructor(unit: Unit, name: string, clients: readonly string[]) {
    const rotation = 'the provider reads it at its start: restart it, and the app';
    const keys = clients.map((client) => [OidcClients.variable(client), generated({ length: 64, rotation })]);
    this.secret = new DeclaredSecret(unit, name, Object.fromEntries(keys));
  }

  /** Variable of a client's secret: `webhook-inbox` has `WEBHOOK_INBOX_CLIENT_SECRET`. */
  static variable(client: string): string {
    return `${client.toUpperCase().replaceAll('-', '_')}_CLIENT_SECRET`;
  }

  /** What a client's template takes: its name at the provider, and its secret. */
  client(name: string): { readonly clientId: string; readonly clientSecret: Extract<SecretOperand, { ref: unknown }> } {
    return { clientId: name, clientSecret: this.secret.operand(OidcClients.variable(name)) };
  }
}
