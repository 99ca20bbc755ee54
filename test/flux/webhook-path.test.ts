import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { webhookPath } from '../../lib/flux/webhook-path.js';
import { githubWebhookRequest } from '../../lib/flux/webhook-request.js';

const RECEIVER = { token: 's3cr3t', name: 'flux-webhook', namespace: 'flux-system' };

describe('S1-08 the address that GitHub has to call', () => {
  test('is the one that notification-controller serves', () => {
    expect(webhookPath(RECEIVER)).toBe('/hook/e53d211e50b9b5969ad30c56054442f855b4c03eb6cd603ac48b7bb6dd4fb74d');
  });

  test('counts a newline at the end of the token, as Flux does', () => {
    expect(webhookPath({ ...RECEIVER, token: 's3cr3t\n' })).not.toBe(webhookPath(RECEIVER));
  });

  test('changes when the Receiver is renamed or moved', () => {
    const paths = [RECEIVER, { ...RECEIVER, name: 'webhook' }, { ...RECEIVER, namespace: 'gitops-system' }].map(
      webhookPath,
    );
    expect(new Set(paths).size).toBe(3);
  });
});

describe('S1-08 a test request', () => {
  const body = '{"zen":"Hällo"}';
  const request = githubWebhookRequest(RECEIVER, { host: 'flux-webhook.example.org', event: 'ping', body });

  test('goes where GitHub would send it, as JSON', () => {
    expect(request.url).toBe(`https://flux-webhook.example.org${webhookPath(RECEIVER)}`);
    expect(request.headers).toMatchObject({ 'Content-Type': 'application/json', 'X-GitHub-Event': 'ping' });
  });

  test('bears a signature of the bytes that are sent', () => {
    const expected = createHmac('sha256', RECEIVER.token).update(Buffer.from(request.body, 'utf8')).digest('hex');
    expect(request.headers['X-Hub-Signature-256']).toBe(`sha256=${expected}`);
  });
});
