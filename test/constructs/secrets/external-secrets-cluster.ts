import {
  asked,
  type Cluster,
  constant,
  copied,
  DeclaredSecret,
  dockerConfigJson,
  type ExternalStore,
  externalSecrets,
  generated,
  given,
  htpasswd,
  sshKeyPair,
  template,
  Unit,
  WebApp,
} from '../../../lib/index.js';
import type { TestSettings } from '../../support/test-cluster.js';

/** An app with a secret of nearly every kind, which knows of no backend. */
export function mailApp(c: Cluster): void {
  const unit = new Unit(c.apps('mail'), 'mail');
  const mail = new DeclaredSecret(unit, 'mail', {
    ADMIN_PASSWORD: generated({ length: 32 }),
    SESSION_KEY: generated({ length: 64, alphabet: 'hex' }),
    DKIM_TOKEN: generated({ length: 43, alphabet: 'base64url' }),
    RELAY_TOKEN: asked('Token of the mail relay', { placeholder: 'x' }),
    RELAY_HOST: given('relay.example.net'),
  });
  const users = new DeclaredSecret(unit, 'mail-users', {
    htpasswd: htpasswd(constant('admin'), mail.operand('ADMIN_PASSWORD')),
    'relay.ini': template('[relay]\nhost = {host}\ntoken = {token}\nhome = ${HOME}\n', {
      host: mail.operand('RELAY_HOST'),
      token: mail.operand('RELAY_TOKEN'),
    }),
    'relay.url': template(
      'https://mail:{password}@{host}/',
      { password: mail.operand('RELAY_TOKEN'), host: mail.operand('RELAY_HOST') },
      { encode: 'url' },
    ),
  });
  const pair = sshKeyPair({ comment: 'mail' });
  new DeclaredSecret(unit, 'mail-git', { identity: pair.private, 'identity.pub': pair.public });
  new DeclaredSecret(
    unit,
    'mail-registry',
    {
      '.dockerconfigjson': dockerConfigJson('registry.example.net', constant('mail'), mail.operand('ADMIN_PASSWORD')),
    },
    { type: 'kubernetes.io/dockerconfigjson', labels: { 'example.org/team': 'home' } },
  );
  const copy = new Unit(c.apps('web'), 'webmail');
  const webmail = new DeclaredSecret(copy, 'webmail', {
    password: copied(mail.operand('ADMIN_PASSWORD')),
    relay: copied(mail.operand('RELAY_TOKEN')),
  });
  new WebApp(unit, 'mail', {
    image: c.image('demo'),
    port: 8080,
    envFrom: [mail],
    mounts: { '/users': users.files() },
  });
  new WebApp(copy, 'webmail', { image: c.image('demo'), port: 8080, env: { PASSWORD: webmail.ref('password') } });
}

/** The unit of the operator stands for its HelmRelease; that of the store is real. */
export function declareStore(c: Cluster, store: ExternalStore): Unit {
  const operator = new Unit(c.infrastructure('external-secrets'), 'external-secrets', {
    provides: ['external-secrets.io', 'generators.external-secrets.io'],
  });
  const unit = new Unit(c.infrastructure('external-secrets'), 'external-secrets-store', { dependsOn: [operator] });
  store.declare(unit);
  return unit;
}

/** Settings of a cluster whose secrets come from a store, and whose store's own from SOPS. */
export function withStore(
  store: ExternalStore,
  options: Omit<Parameters<typeof externalSecrets>[0], 'store'> = {},
): TestSettings {
  return { secrets: externalSecrets({ store, ...options }), external: {} };
}
