import { expect, test } from '@jest/globals';
import { type Cluster, ConfigFiles, Unit, variable } from '../../lib/index.js';
import { describeGolden } from '../support/golden.js';
import { planOf, render, testCluster } from '../support/test-cluster.js';

const SCRIPT = `#!/bin/sh\necho "\${HOME} and $$ and $1"\n`;

describeGolden('config-files', {
  plain: () =>
    render(
      {},
      (c) => {
        new ConfigFiles(
          new Unit(c.apps('demo'), 'app'),
          'app-config',
          {
            'run.sh': SCRIPT,
            'board.json': { title: 'Board', panels: [] },
            'settings.yaml': { on: 'on', at: '12:30' },
          },
          { labels: { grafana_dashboard: '1' }, annotations: { 'example.org/folder': 'Home' } },
        );
      },
      'apps',
    ),

  'beside-a-variable': () =>
    render(
      { variables: { CLUSTER_DOMAIN: 'example.org' }, domain: variable('CLUSTER_DOMAIN') },
      (c) => {
        const unit = new Unit(c.apps('demo'), 'app');
        new ConfigFiles(unit, 'script', { 'run.sh': SCRIPT });
        new ConfigFiles(unit, 'config', {
          'app.yaml': { url: `https://${c.host('app')}`, shell: '${HOME} costs $$5' },
        });
      },
      'apps',
    ),
});

test('a name that a ConfigMap cannot have is a finding', () => {
  const declare = (c: Cluster) => void new ConfigFiles(new Unit(c.apps('demo'), 'app'), 'Config', { 'a.txt': 'a' });
  const { findings } = planOf(testCluster({}, declare));
  expect(findings).toEqual([expect.objectContaining({ code: 'VALUE_INVALID', field: 'ConfigFiles name' })]);
});

test.each(['../../x.yaml', 'a/b.yaml', 'a b', '..', ''])(
  'a file named %j, which no ConfigMap takes, is a finding',
  (file) => {
    const declare = (c: Cluster) => void new ConfigFiles(new Unit(c.apps('demo'), 'app'), 'config', { [file]: 'a' });
    const { findings } = planOf(testCluster({}, declare));
    expect(findings.map(({ code }) => code)).toContain('config-file-name');
  },
);
