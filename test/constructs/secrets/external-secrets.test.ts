import {
  type Cluster,
  clusterPullSecret,
  type ExternalStore,
  genericStore,
  onePassword,
  pulumiEsc,
  sops,
  Unit,
  vaultStore,
  WebApp,
} from '../../../lib/index.js';
import { describeGolden } from '../../support/golden.js';
import { render, type TestSettings } from '../../support/test-cluster.js';
import { declareStore, mailApp, withStore } from './external-secrets-cluster.js';

const vault = () =>
  vaultStore({
    server: 'https://vault.vault.svc.cluster.local:8200',
    role: 'external-secrets',
    ca: { kind: 'Secret', name: 'vault-tls', namespace: 'vault', key: 'ca.crt' },
  });
const esc = () =>
  pulumiEsc({
    environment: 'mrsimpson/homelab/dev',
    values: { githubUsername: 'github-username', githubToken: 'github-token' },
  });
const connect = () => onePassword({ connectHost: 'http://connect.example.net:8080', vaults: ['Homelab', 'Shared'] });
const webhook = () =>
  genericStore({
    name: 'bitwarden',
    entry: ({ name, key }) => ({ key: name, property: key }),
    provider: () => ({
      webhook: {
        url: 'http://bitwarden-cli.example.net:8087/object/item/{{ .remoteRef.key }}',
        result: { jsonPath: '$.data.{{ .remoteRef.property }}' },
      },
    }),
  });

function mailOn(store: ExternalStore, settings: TestSettings) {
  const declare = (c: Cluster) => {
    declareStore(c, store);
    mailApp(c);
  };
  return render({ bootstrapSecrets: sops(), ...settings }, declare, 'apps/mail/mail', 'apps/web/webmail');
}

function storeOn(store: ExternalStore) {
  const settings = { ...withStore(store), bootstrapSecrets: sops() };
  return render(settings, (c) => declareStore(c, store), 'infrastructure/external-secrets/external-secrets-store');
}

/** Images of one registry in several namespaces, one of which a unit brings itself. */
function pullSecrets() {
  const store = esc();
  const registry = clusterPullSecret({
    name: 'ghcr',
    prefix: 'ghcr.io/example/',
    registry: 'ghcr.io',
    secretName: 'ghcr-pull-secret',
    store,
    username: store.value('githubUsername'),
    password: store.value('githubToken'),
  });
  return render(
    { ...withStore(store), bootstrapSecrets: sops(), registry },
    (c) => {
      declareStore(c, store);
      registry.declare(new Unit(c.infrastructure('external-secrets'), 'pull-secrets'));
      for (const name of ['hello-world', 'nodejs-demo']) {
        new WebApp(new Unit(c.apps(name), name, { folder: '.' }), name, { image: c.image('demo'), port: 3000 });
      }
      const own = new Unit(c.apps('own'), 'own', { ownNamespace: true });
      new WebApp(own, 'own', { image: c.image('demo'), port: 3000 });
    },
    'infrastructure/external-secrets/pull-secrets',
    'apps/nodejs-demo',
  );
}

describeGolden('external-secrets', {
  'mail-on-sops': () => render({}, mailApp, 'apps/mail/mail', 'apps/web/webmail'),
  'mail-on-vault': () => {
    const store = vault();
    const entries = { 'mail/mail': { RELAY_TOKEN: { key: 'relay', property: 'apikey' } } };
    return mailOn(store, { ...withStore(store, { entries }), reloader: true });
  },
  'mail-on-vault-that-remembers': () => {
    const store = vault();
    return mailOn(store, withStore(store, { remember: true }));
  },
  'mail-on-pulumi-esc': () => {
    const store = esc();
    return mailOn(store, withStore(store));
  },
  'mail-on-1password': () => {
    const store = connect();
    return mailOn(store, withStore(store, { refreshInterval: '30m' }));
  },
  'store-vault': () => storeOn(vault()),
  'store-pulumi-esc': () => storeOn(esc()),
  'store-1password': () => storeOn(connect()),
  'store-webhook': () => storeOn(webhook()),
  'pull-secrets': pullSecrets,
});
