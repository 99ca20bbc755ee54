import { expect, test } from '@jest/globals';
import {
  asked,
  type Cluster,
  copied,
  DeclaredSecret,
  externalSecrets,
  generated,
  genericStore,
  given,
  Unit,
  WebApp,
} from '../../lib/index.js';
import { describeGolden } from '../support/golden.js';
import { planOf, render, type TestSettings, testCluster } from '../support/test-cluster.js';

const store = genericStore({ name: 'vault', broughtBy: 'the test' });

function app(c: Cluster): void {
  const unit = new Unit(c.apps('demo'), 'app');
  const made = new DeclaredSecret(unit, 'app', {
    'session-key': generated({ length: 40 }),
    'csrf-key': generated({ length: 20 }),
  });
  const read = new DeclaredSecret(
    unit,
    'app-mail',
    { password: asked('Password of the mail account', { placeholder: 'x' }), user: given('robot') },
    { labels: { 'example.org/team': 'home' }, annotations: { 'example.org/used-by': 'app' } },
  );
  new DeclaredSecret(unit, 'mail-copy', { password: copied(read.operand('password')) }, { namespace: 'other' });
  new WebApp(unit, 'app', {
    image: c.image('demo'),
    port: 8080,
    env: { SESSION_KEY: made.ref('session-key'), MAIL_PASSWORD: read.ref('password') },
  });
}

describeGolden('declared-secret', {
  sops: () => render({}, app, 'apps'),
  'external-secrets': () => render({ secrets: externalSecrets({ store }) }, app, 'apps'),
});

/** Files of a tree that hold a value, given or asked for, in clear. */
function filesWith(value: string, settings: TestSettings): string[] {
  const { tree } = planOf(
    testCluster(settings, (c) => {
      const keys = { a: given('clear-text-a'), b: asked('What?', { placeholder: 'clear-text-b' }) };
      new DeclaredSecret(new Unit(c.apps('demo'), 'app'), 'app', keys);
    }),
  );
  return tree.files.filter(({ content }) => content.includes(value)).map(({ path }) => path);
}

test('no value of a secret, given or asked for, gets into the tree in clear', () => {
  expect(filesWith('clear-text', {})).toEqual([]);
});

test('External Secrets shows given values, which are no secrets, and no others', () => {
  const settings = { secrets: externalSecrets({ store }) };
  expect(filesWith('clear-text-a', settings)).toEqual(['kubernetes/test/apps/demo/app/app/externalsecret.yaml']);
  expect(filesWith('clear-text-b', settings)).toEqual([]);
});
