import { expect, test } from '@jest/globals';
import { asked, DeclaredSecret, externalSecrets, genericStore, sops, Unit, WebApp } from '../../../lib/index.js';
import { planOf, testCluster } from '../../support/test-cluster.js';

const store = genericStore({ name: 'any', broughtBy: 'the test' });

/** Pod annotations of an app whose secret comes by External Secrets, and of one whose secret is sealed. */
function annotations(reloader: boolean): Record<string, unknown> {
  const { cluster } = planOf(
    testCluster({ secrets: externalSecrets({ store }), reloader }, (c) => {
      for (const [name, backend] of Object.entries({ external: c.settings.secrets, sealed: sops() })) {
        const unit = new Unit(c.apps(name), name);
        const keys = { token: asked('What?', { placeholder: 'x' }) };
        const secret = new DeclaredSecret(unit, name, keys, { backend });
        new WebApp(unit, name, { image: c.image('demo'), port: 3000, env: { TOKEN: secret.ref('token') } });
      }
    }),
  );
  return Object.fromEntries(
    cluster.units.map(({ name, manifests }) => {
      const specs = manifests.filter(({ object }) => object.kind === 'Deployment').map(({ object }) => object.spec);
      const [{ template }] = specs as unknown as [{ template: { metadata: { annotations?: object } } }];
      return [name, Object.keys(template.metadata.annotations ?? {})];
    }),
  );
}

test('S3-17: Reloader restarts pods whose secret is in the cluster alone; a sealed one has its checksum', () => {
  expect(annotations(true)).toEqual({ external: ['reloader.stakater.com/auto'], sealed: ['checksum/sealed'] });
});

test('a cluster without Reloader has no annotations for it', () => {
  expect(annotations(false)).toEqual({ external: [], sealed: ['checksum/sealed'] });
});
