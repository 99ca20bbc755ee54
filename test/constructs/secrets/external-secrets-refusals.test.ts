import { describe, expect, test } from '@jest/globals';
import {
  asked,
  bcryptHash,
  type Cluster,
  clusterPullSecret,
  constant,
  copied,
  DeclaredSecret,
  externalSecrets,
  generated,
  genericStore,
  given,
  onePassword,
  pulumiEsc,
  sops,
  template,
  Unit,
  vaultStore,
  WebApp,
} from '../../../lib/index.js';
import { planOf, type TestSettings, testCluster } from '../../support/test-cluster.js';
import { declareStore, withStore } from './external-secrets-cluster.js';

const vault = () => vaultStore({ server: 'https://vault.example.net:8200', role: 'reader' });
const ask = asked('What?', { placeholder: 'x' });

function findings(settings: TestSettings, declare: (c: Cluster) => void): string[] {
  return planOf(testCluster(settings, declare)).findings.map(
    ({ code, field, message, hint }) => `${code} ${field}: ${message} (${hint})`,
  );
}

/** Findings of a cluster on Vault with one unit. */
function onVault(declare: (unit: Unit, c: Cluster) => void, store = vault()): string[] {
  return findings({ bootstrapSecrets: sops(), ...withStore(store) }, (c) => {
    declareStore(c, store);
    declare(new Unit(c.apps('mail'), 'mail'), c);
  });
}

describe('S0-06, trap 53: what is missing fails, and is never left out', () => {
  test('a store that no unit declares', () => {
    const store = vault();
    const found = findings({ secrets: externalSecrets({ store }) }, (c) => {
      new DeclaredSecret(new Unit(c.apps('mail'), 'mail'), 'mail', { a: ask, b: ask });
    });
    expect(found).toEqual([
      'SECRET_STORE_MISSING store vault: has secrets in store vault, which no unit declares ' +
        '(declare it in a unit of its own that depends on the operator: store.declare(unit))',
    ]);
  });

  test('a store in the unit of its operator (trap 49)', () => {
    const store = vault();
    const found = findings({ ...withStore(store) }, (c) => {
      const operator = new Unit(c.infrastructure('external-secrets'), 'external-secrets', {
        provides: ['external-secrets.io', 'generators.external-secrets.io'],
      });
      store.declare(operator);
    });
    expect(found.join()).toContain('ClusterSecretStore is applied together with the operator');
  });

  test('S0-04: a token that would have to come from its own store', () => {
    const store = pulumiEsc({ environment: 'mrsimpson/homelab/dev' });
    const found = findings({ ...withStore(store) }, (c) => declareStore(c, store));
    expect(found).toEqual([
      'SECRET_STORE_INVALID store pulumi-esc: would have to give out its own credential, ' +
        'Secret external-secrets/pulumi-access-token ' +
        '(name a backend that needs no store as `bootstrapSecrets` of the cluster, such as sops())',
    ]);
  });

  test('a pull secret that no unit brings', () => {
    const store = pulumiEsc({ environment: 'o/p/e', values: { user: 'github-username', token: 'github-token' } });
    const registry = clusterPullSecret({
      name: 'ghcr',
      prefix: 'ghcr.io/',
      registry: 'ghcr.io',
      secretName: 'ghcr-pull-secret',
      store,
      username: store.value('user'),
      password: store.value('token'),
    });
    const found = findings({ ...withStore(store), bootstrapSecrets: sops(), registry }, (c) => {
      declareStore(c, store);
      new WebApp(new Unit(c.apps('demo'), 'demo'), 'demo', { image: c.image('demo'), port: 3000 });
    });
    expect(found).toEqual([expect.stringContaining('needs pull secret ghcr-pull-secret, which no unit brings')]);
  });
});

describe('trap 50: an ESC environment has three parts', () => {
  const messages = (environment: string) => {
    const store = pulumiEsc({ environment });
    return findings({ ...withStore(store), bootstrapSecrets: sops() }, (c) => declareStore(c, store));
  };

  test('two are refused, with where the third may come from', () => {
    expect(messages('mrsimpson/homelab')).toEqual([
      'SECRET_STORE_INVALID store pulumi-esc: setting environment is not valid ' +
        '(organization/project/environment; "mrsimpson/homelab" has two parts, its project may be "default")',
    ]);
  });

  test.each(['', 'a', 'a/b/c/d', 'a//c', 'a/b/'])('%p is refused', (environment) => {
    expect(messages(environment)).toHaveLength(1);
  });
});

describe('S0-07: settings hold no secrets', () => {
  test('a store says which setting it does not have, and never what it was given', () => {
    const options = { environment: 'o/p/e', 'github-credentials.token': 'ghp_value' };
    const store = pulumiEsc(options);
    const found = findings({ ...withStore(store), bootstrapSecrets: sops() }, (c) => declareStore(c, store));
    expect(found).toEqual([expect.stringContaining('has no setting "github-credentials.token"')]);
    expect(found.join()).not.toContain('ghp_value');
  });

  test.each([
    ['github-credentials.token', { 'github-credentials.token': 'ghp_value' }],
    ['variables.GITHUB_TOKEN', { variables: { GITHUB_TOKEN: 'ghp_value' } }],
    ['profile.github.password', { profile: { github: { password: 'ghp_value' } } }],
  ])('a cluster refuses %s', (field, settings) => {
    const found = findings(settings as TestSettings, () => {});
    expect(found).toContainEqual(expect.stringContaining(`SETTING_HOLDS_SECRET ${field}`));
    expect(found.join()).not.toContain('ghp_value');
  });

  test('a variable with a harmless value may have SECRET in its name, and a question is no value', () => {
    const variables = { SECRET_DOMAIN: 'home.test', API_TOKEN: { question: 'Which?', placeholder: 'x' } };
    expect(findings({ variables }, () => {})).toEqual([]);
  });
});

test('S0-09: tokens that the environment holds have names for charts, and two secrets may read one', () => {
  const store = pulumiEsc({ environment: 'o/p/e', values: { cloudflareToken: 'cloudflare-api-token' } });
  // @ts-expect-error a name that is not listed does not compile
  expect(() => store.value('cloudflareTokn')).toThrow('lists no value "cloudflareTokn"');
  const entries = {
    'cert-manager/cloudflare': { 'api-token': store.value('cloudflareToken') },
    'external-dns/cloudflare': { 'api-token': store.value('cloudflareToken') },
  };
  const plan = planOf(
    testCluster({ ...withStore(store, { entries }), bootstrapSecrets: sops() }, (c) => {
      declareStore(c, store);
      for (const name of ['cert-manager', 'external-dns']) {
        new DeclaredSecret(new Unit(c.infrastructure(name), name), 'cloudflare', { 'api-token': ask });
      }
    }),
  );
  expect(plan.findings).toEqual([]);
  const text = plan.tree.files.map(({ content }) => content).join('');
  expect(text.match(/remoteRef:\n\s+key: cloudflare-api-token\n\s+secretKey: api-token/g)).toHaveLength(2);
});

describe('what External Secrets cannot give names secret, key and the way out', () => {
  test('an age identity', () => {
    const found = onVault((unit) => {
      new DeclaredSecret(unit, 'keys', {
        identity: { source: { from: 'age-key', pair: 'p', half: 'private' } },
      });
    });
    expect(found).toEqual([
      'SECRET_IMPOSSIBLE DeclaredSecret mail/keys: key "identity" is of a kind that External Secrets has no generator ' +
        'for: age-key (put the value into the store and ask for it, or give this secret `backend: sops()`)',
    ]);
  });

  test('a hash of a value that the store may change: it would be salted anew every hour', () => {
    const found = onVault((unit) => {
      const mail = new DeclaredSecret(unit, 'mail', { password: ask });
      new DeclaredSecret(unit, 'hash', { hash: bcryptHash(mail.operand('password')) });
    });
    expect(found).toEqual([
      expect.stringContaining('mail/hash: key "hash" is a bcrypt hash of a value that is not generated'),
    ]);
  });

  test('a hash of more than the 72 bytes that bcrypt takes: External Secrets would store an error message as the value', () => {
    const found = onVault((unit) => {
      const mail = new DeclaredSecret(unit, 'mail', { password: generated({ length: 73 }) });
      new DeclaredSecret(unit, 'hash', { hash: bcryptHash(mail.operand('password')) });
    });
    expect(found).toEqual([expect.stringContaining('bcrypt hash of 73 characters')]);
  });

  test('more hex digits than a digest has', () => {
    const found = onVault((unit) => {
      new DeclaredSecret(unit, 'mail', { key: generated({ length: 129, alphabet: 'hex' }) });
    });
    expect(found).toEqual([expect.stringContaining('key "key" cannot be generated')]);
  });

  test('a key of a secret that nobody declares', () => {
    const ref = { namespace: 'mail', name: 'other', key: 'a' };
    const found = onVault((unit) => {
      new DeclaredSecret(unit, 'mail', { a: copied({ ref }) });
    });
    expect(found).toEqual([expect.stringContaining('needs mail/other "a", which nobody declares')]);
  });

  test('a value that is made of itself', () => {
    const ref = (key: string) => ({ ref: { namespace: 'mail', name: 'mail', key } });
    const found = onVault((unit) => {
      new DeclaredSecret(unit, 'mail', { a: copied(ref('b')), b: copied(ref('a')) });
    });
    expect(found.join()).toContain('is made of itself: mail/mail "a" → mail/mail "b" → mail/mail "a"');
  });

  test('an operand that the template has not', () => {
    const found = onVault((unit) => {
      new DeclaredSecret(unit, 'mail', { a: template('{pasword}', { password: constant('x') }) });
    });
    expect(found.join()).toContain('did you mean "password"?');
  });

  test('two keys whose generators would share a name', () => {
    const found = onVault((unit) => {
      new DeclaredSecret(unit, 'mail', { 'a-b': generated({ length: 8 }), A_B: generated({ length: 8 }) });
    });
    expect(found).toEqual([expect.stringContaining('key "A_B" has the same name for Kubernetes as another: mail.a-b')]);
  });

  test('two asked keys that would silently be one entry', () => {
    const store = onePassword({ connectHost: 'http://connect.example.net', vaults: ['Home'] });
    const found = onVault((unit) => {
      new DeclaredSecret(unit, 'mail', { token: ask });
      new DeclaredSecret(unit, 'mail', { token: ask }, { namespace: 'other' });
    }, store);
    expect(found).toEqual([
      expect.stringContaining('key "token" is read from the same entry of the store as mail/mail "token"'),
    ]);
  });

  test('remembering in a store that would leak or lose by it', () => {
    for (const store of [
      pulumiEsc({ environment: 'o/p/e' }),
      onePassword({ connectHost: 'http://c', vaults: ['Home'] }),
      genericStore({ name: 'any', broughtBy: 'the test' }),
    ]) {
      const found = findings({ ...withStore(store, { remember: true }), bootstrapSecrets: sops() }, (c) => {
        if (store.definition.broughtBy === undefined) declareStore(c, store);
        else
          new Unit(c.infrastructure('e'), 'e', { provides: ['external-secrets.io', 'generators.external-secrets.io'] });
        new DeclaredSecret(new Unit(c.apps('mail'), 'mail'), 'mail', { a: generated({ length: 8 }) });
      });
      expect(found).toEqual([expect.stringContaining('cannot remember generated values')]);
    }
  });
});

describe('secrets of two backends in one cluster', () => {
  test('what SOPS seals can be read for a secret of External Secrets', () => {
    const store = vault();
    const { cluster, findings: found } = planOf(
      testCluster({ ...withStore(store), bootstrapSecrets: sops() }, (c) => {
        declareStore(c, store);
        const sealed = new DeclaredSecret(
          new Unit(c.apps('base'), 'base'),
          'sealed',
          { token: ask },
          { backend: sops() },
        );
        const mail = new Unit(c.apps('mail'), 'mail');
        new DeclaredSecret(mail, 'mail', { token: copied(sealed.operand('token')) });
      }),
    );
    expect(found).toEqual([]);
    const mail = cluster.units.find(({ name }) => name === 'mail');
    expect(mail?.dependsOn).toEqual(['base', 'external-secrets']);
    const object = mail?.manifests.find(({ object: { kind } }) => kind === 'ExternalSecret')?.object;
    expect(object?.spec).toMatchObject({
      secretStoreRef: { kind: 'SecretStore', name: 'mail-secrets-of-base' },
      data: [{ secretKey: 'token', remoteRef: { key: 'sealed', property: 'token' } }],
    });
  });

  test('the other way round is impossible, and says so', () => {
    const found = onVault((unit) => {
      const mail = new DeclaredSecret(unit, 'mail', { token: ask });
      new DeclaredSecret(unit, 'sealed', { token: copied(mail.operand('token')) }, { backend: sops() });
    });
    expect(found).toEqual([expect.stringContaining('mail/sealed: key "token" is made of mail/mail "token"')]);
  });

  test('a Secret of constants alone needs no store', () => {
    const found = onVault((unit) => {
      new DeclaredSecret(unit, 'mail', { host: given('mail.example.net') });
    });
    expect(found).toEqual([]);
  });
});
