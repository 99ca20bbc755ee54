import * as z from 'zod';
import { asked, generated } from '../../secret-values.js';
import { type SecretTemplate, secretTemplate } from '../secret-template.js';
import { httpsUrl, word } from './credential-text.js';

/** Flux's Receiver reads the key `token`, and no other (trap 3). */
export const webhookTokenSchema = () => z.object({ token: word.min(20, 'at least 20 characters') });

export type WebhookToken = z.infer<ReturnType<typeof webhookTokenSchema>>;

/** HMAC token of a webhook, in the namespace of its Receiver (S1-02). */
export function webhookToken(): SecretTemplate<keyof WebhookToken> {
  const rotation = 'the sender signs with the old token: change it in the settings of its webhook';
  return secretTemplate(webhookTokenSchema, () => ({ token: generated({ length: 40, alphabet: 'hex', rotation }) }));
}

export const alertTargetSchema = () => z.object({ url: httpsUrl });

/** Where alerts go, when the address itself is the secret. */
export type AlertTarget = z.infer<ReturnType<typeof alertTargetSchema>>;

/** Any address that alerts are posted to; outside the cluster, since what runs inside cannot tell that it is down. */
export function alertWebhook(): SecretTemplate<keyof AlertTarget> {
  const question =
    'Address outside the cluster that alerts are posted to (https://ntfy.sh/TOPIC?template=alertmanager)';
  return secretTemplate(alertTargetSchema, () => ({
    url: asked(question, { placeholder: 'https://alerts.example.org/hook' }),
  }));
}

export const slackSchema = () =>
  z.object({
    url: httpsUrl.regex(
      /^https:\/\/hooks\.slack\.com\/(?:services|workflows|triggers)\//,
      'an incoming webhook of Slack',
    ),
  });

/** A Slack channel, by its incoming webhook. */
export function slackWebhook(): SecretTemplate<keyof AlertTarget> {
  return secretTemplate(slackSchema, () => ({
    url: asked('Incoming webhook of the Slack channel for alerts', {
      placeholder: 'https://hooks.slack.com/services/placeholder',
    }),
  }));
}

export const discordSchema = () =>
  z.object({
    url: httpsUrl.regex(/^https:\/\/(?:[a-z]+\.)?discord(?:app)?\.com\/api\/webhooks\//, 'a webhook of Discord'),
  });

/** A Discord channel, by its webhook. */
export function discordWebhook(): SecretTemplate<keyof AlertTarget> {
  return secretTemplate(discordSchema, () => ({
    url: asked('Webhook of the Discord channel for alerts', {
      placeholder: 'https://discord.com/api/webhooks/0/placeholder',
    }),
  }));
}
