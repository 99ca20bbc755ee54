import type { JsonObject } from '../../../lib/index.js';

/** One key of a Secret in Alertmanager's namespace. */
export interface SecretFile {
  readonly secret: string;
  readonly key: string;
}

/** Where notifications go. What is secret is read from a mounted file, never written into the config. */
export type NotificationTarget =
  /** A webhook whose address is no secret, such as n8n within the cluster. */
  | { readonly kind: 'webhook'; readonly url: string }
  /** A webhook whose address is the secret. */
  | { readonly kind: 'secretWebhook'; readonly url: SecretFile }
  | { readonly kind: 'slack'; readonly url: SecretFile; readonly channel: string }
  | {
      readonly kind: 'email';
      readonly to: string;
      readonly from: string;
      /** `host:port`. */
      readonly smarthost: string;
      readonly username: string;
      readonly password: SecretFile;
    };

/**
 * n8n's webhook within the cluster: works while the tunnel is down, but not while n8n or its database is.
 * Give the tier `immediate` a second target outside the cluster.
 */
export function n8nWebhook(path: string, service = 'n8n.automation.svc.cluster.local:5678'): NotificationTarget {
  return { kind: 'webhook', url: `http://${service}/webhook/${path}` };
}

/** Names of the Secrets that targets read, without repetition. */
export function targetSecrets(targets: readonly NotificationTarget[]): readonly string[] {
  const files = targets.flatMap((target) => {
    if (target.kind === 'webhook') return [];
    return [target.kind === 'email' ? target.password : target.url];
  });
  return [...new Set(files.map(({ secret }) => secret))].sort();
}

/** An Alertmanager receiver. `sendResolved` also tells when an alert is over. */
export function receiver(name: string, targets: readonly NotificationTarget[], sendResolved: boolean): JsonObject {
  const common = { send_resolved: sendResolved };
  const configs: Record<string, JsonObject[]> = {};
  const add = (field: string, config: JsonObject) => {
    configs[field] = [...(configs[field] ?? []), { ...config, ...common }];
  };
  for (const target of targets) {
    switch (target.kind) {
      case 'webhook':
        add('webhook_configs', { url: target.url });
        break;
      case 'secretWebhook':
        add('webhook_configs', { url_file: mountPath(target.url) });
        break;
      case 'slack':
        add('slack_configs', { api_url_file: mountPath(target.url), channel: target.channel });
        break;
      case 'email':
        add('email_configs', {
          to: target.to,
          from: target.from,
          smarthost: target.smarthost,
          auth_username: target.username,
          auth_password_file: mountPath(target.password),
        });
        break;
    }
  }
  return { name, ...configs };
}

/** The operator mounts `alertmanagerSpec.secrets` below this folder. */
function mountPath({ secret, key }: SecretFile): string {
  return `/etc/alertmanager/secrets/${secret}/${key}`;
}
