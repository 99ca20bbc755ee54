import { expect, test } from '@jest/globals';
import {
  asked,
  type Cluster,
  copied,
  DeclaredSecret,
  externalSecrets,
  generated,
  given,
  Unit,
  WebApp,
} from '../../lib/index.js';
import { describeGolden } from '../support/golden.js';
import { planOf, render, testCluster } from '../support/test-cluster.js';

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
  'external-secrets': () => render({ secrets: externalSecrets({ store: 'vault' }) }, app, 'apps'),
});

test('no value of a secret, given or asked for, gets into the tree in clear', () => {
  const declare = (c: Cluster) => {
    const keys = { a: given('clear-text-a'), b: asked('What?', { placeholder: 'clear-text-b' }) };
    new DeclaredSecret(new Unit(c.apps('demo'), 'app'), 'app', keys);
  };
  for (const settings of [{}, { secrets: externalSecrets({ store: 'vault' }) }]) {
    const { tree } = planOf(testCluster(settings, declare));
    expect(tree.files.filter(({ content }) => content.includes('clear-text'))).toEqual([]);
  }
});
