import { createHmac } from 'node:crypto';
import { type WebhookReceiver, webhookPath } from './webhook-path.js';

export interface WebhookRequest {
  readonly method: 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * The request that GitHub sends for an event, signed with the Receiver's token (S1-07, S1-08). `ping` only proves that
 * it arrives; `push` makes Flux fetch. The URL tells the token's holder apart from everybody else: do not log it.
 */
export function githubWebhookRequest(
  receiver: WebhookReceiver,
  options: { readonly host: string; readonly event: 'ping' | 'push'; readonly body?: string },
): WebhookRequest {
  const { host, event, body = '{}' } = options;
  return {
    method: 'POST',
    url: `https://${host}${webhookPath(receiver)}`,
    headers: {
      'Content-Type': 'application/json',
      'X-GitHub-Event': event,
      'X-Hub-Signature-256': `sha256=${createHmac('sha256', receiver.token).update(body).digest('hex')}`,
    },
    body,
  };
}
