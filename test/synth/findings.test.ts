import { describe, expect, test } from '@jest/globals';
import {
  cidr,
  cronFiveFields,
  cronSixFields,
  duration,
  hostname,
  quantity,
  timezone,
} from '../../lib/constructs/format.js';
import type { ClusterSettings } from '../../lib/index.js';
import {
  type Cluster,
  ConfigFiles,
  DeclaredSecret,
  generated,
  k8s,
  Unit,
  type UnitProps,
  variable,
} from '../../lib/index.js';
import { planOf, snapshotOf, type TestSettings, testCluster } from '../support/test-cluster.js';

const unit = (c: Cluster, name: string, props: UnitProps = {}) => {
  const made = new Unit(c.apps('demo'), name, props);
  new k8s.KubeConfigMap(made, 'config', { metadata: { name: `${name}-config` } });
  return made;
};
const findings = (declare: (c: Cluster) => void, settings: TestSettings = {}) =>
  planOf(testCluster(settings, declare)).findings;

describe('a tree that Flux could not apply is refused:', () => {
  test('a unit named twice', () => {
    const found = findings((c) => {
      unit(c, 'app');
      new Unit(c.infrastructure('other'), 'app');
    });
    expect(found).toEqual([
      expect.objectContaining({ code: 'unit-unique', field: 'name', message: expect.stringContaining('"app"') }),
    ]);
  });

  test('a unit named twice in one place', () => {
    const found = findings((c) => {
      new Unit(c.apps('demo'), 'app');
      new Unit(c.apps('demo'), 'app');
    });
    expect(found.map(({ code, field }) => [code, field])).toEqual([
      ['unit-unique', 'name'],
      ['unit-unique', 'path'],
    ]);
  });

  test('two units with one path', () => {
    const found = findings((c) => {
      unit(c, 'a', { folder: 'shared' });
      unit(c, 'b', { folder: 'shared' });
    });
    expect(found).toEqual([
      expect.objectContaining({
        code: 'unit-unique',
        field: 'path',
        message: expect.stringContaining('apps/demo/shared/app'),
      }),
    ]);
  });

  test('two objects with one identity, whatever their version or their unit', () => {
    const found = findings((c) => {
      for (const name of ['a', 'b']) {
        new k8s.KubeConfigMap(new Unit(c.apps('demo'), name), 'config', { metadata: { name: 'shared' } });
      }
    });
    expect(found).toEqual([
      expect.objectContaining({
        code: 'object-unique',
        field: 'ConfigMap/demo/shared',
        message: expect.stringContaining('charts/apps/demo/a.ts'),
        origin: expect.objectContaining({ unit: 'b', source: 'charts/apps/demo/b.ts' }),
      }),
    ]);
  });

  test('a ConfigMap from files and one from an object, of one name', () => {
    const found = findings((c) => {
      const app = new Unit(c.apps('demo'), 'app');
      new k8s.KubeConfigMap(app, 'config', { metadata: { name: 'config' } });
      new ConfigFiles(app, 'config', { 'a.txt': 'a' });
    });
    expect(found.map(({ code }) => code)).toEqual(['object-unique']);
  });

  test('two objects of one name in different namespaces are two objects', () => {
    const found = findings((c) => {
      for (const area of ['one', 'two']) {
        new k8s.KubeConfigMap(new Unit(c.apps(area), `in-${area}`), 'config', { metadata: { name: 'shared' } });
      }
    });
    expect(found).toEqual([]);
  });

  test('two config files with one name, of which one would be lost', () => {
    const found = findings((c) => {
      const app = new Unit(c.apps('demo'), 'app');
      new ConfigFiles(app, 'a', { 'config.yaml': 'a: 1' });
      new ConfigFiles(app, 'b', { 'config.yaml': 'b: 1' });
    });
    expect(found).toEqual([
      expect.objectContaining({ code: 'file-unique', file: 'kubernetes/test/apps/demo/app/app/config.yaml' }),
    ]);
  });

  test.each(['kustomization.yaml', 'secret.sops.yaml', 'configmap-app-config.yaml'])(
    'a config file named %s',
    (file) => {
      const found = findings((c) => {
        const app = unit(c, 'app');
        new DeclaredSecret(app, 'app', { a: generated({ length: 8 }) });
        new ConfigFiles(app, 'files', { [file]: 'a: 1' });
      });
      expect(found.map(({ code }) => code)).toEqual(['file-unique']);
    },
  );

  test('units that depend on each other, the cycle shown whole', () => {
    const found = findings((c) => {
      const a = unit(c, 'a');
      const b = unit(c, 'b', { dependsOn: [a] });
      a.needs(unit(c, 'c', { dependsOn: [b] }));
    });
    expect(found).toEqual([
      expect.objectContaining({ code: 'dependency-cycle', message: 'units depend on each other: a → c → b → a' }),
    ]);
  });

  test('a unit that depends on one of another cluster', () => {
    let foreign: Unit | undefined;
    const other = testCluster({ name: 'other' }, (c) => {
      foreign = unit(c, 'postgres');
    });
    other.declare(snapshotOf(other));
    const found = findings((c) => void unit(c, 'app', { dependsOn: [foreign as Unit] }));
    expect(found).toEqual([
      expect.objectContaining({
        code: 'DEPENDS_ON_FOREIGN',
        message: 'depends on "postgres" of another cluster, other',
      }),
    ]);
  });

  test('a variable that is not defined, with the one that was meant', () => {
    const settings = { variables: { CLUSTER_DOMAIN: 'home.example.com' } };
    const found = findings((c) => {
      new k8s.KubeConfigMap(new Unit(c.apps('demo'), 'app'), 'app', { data: { a: variable('CLUSTER_DOMIAN') } });
    }, settings);
    expect(found).toEqual([
      expect.objectContaining({ code: 'variable-known', hint: 'did you mean "CLUSTER_DOMAIN"?' }),
    ]);
  });

  test('a variable where the cluster has none', () => {
    const found = findings((c) => {
      new k8s.KubeConfigMap(new Unit(c.apps('demo'), 'app'), 'app', { data: { a: variable('X') } });
    });
    expect(found.map(({ code }) => code)).toEqual(['variable-known']);
  });

  test('a custom kind whose definition nobody brings, or that its own unit brings', () => {
    const declare = (c: Cluster) => {
      const operator = new Unit(c.infrastructure('base'), 'operator', { provides: ['monitoring.coreos.com'] });
      for (const in_ of [operator, new Unit(c.apps('demo'), 'app')]) {
        new k8s.KubeConfigMap(in_, 'config', { metadata: { name: in_.name } });
      }
    };
    expect(findings(declare, { external: {} })).toEqual([]);
  });

  test('a unit whose chart file is not where its place in the tree says', () => {
    const definition = testCluster({}, (c) => void unit(c, 'app'));
    expect(planOf(definition, { chartFiles: ['charts/apps/demo/ap.ts'] }).findings).toEqual([
      expect.objectContaining({
        code: 'chart-file-known',
        message: 'chart file charts/apps/demo/app.ts does not exist',
      }),
    ]);
  });
});

describe('a setting that is missing or wrong is a finding, never a default:', () => {
  test.each(['domain', 'timezone', 'architecture', 'exposure', 'dns', 'tls', 'loadBalancer', 'secrets'] as const)(
    'no %s',
    (name) => {
      const settings = { [name]: undefined } as unknown as TestSettings;
      const found = findings((c) => void unit(c, 'app'), settings);
      expect(found).toEqual([
        expect.objectContaining({ code: 'SETTING_INVALID', field: name, message: expect.stringContaining(name) }),
      ]);
    },
  );

  test.each([
    ['timezone', { timezone: 'Europe/Bucarest' }],
    ['name', { name: 'Test_Cluster' }],
    ['kubernetesVersion', { kubernetesVersion: '1.34' }],
    ['flux.interval', { flux: { interval: 'banana' } }],
    ['flux.git.url', { flux: { git: { url: 'git@github.com:a/b', branch: 'main' } } }],
    ['variables', { domain: variable('NOT_THERE') }],
  ] as const)('an invalid %s', (field, settings) => {
    const found = findings((c) => void unit(c, 'app'), settings as Partial<ClusterSettings>);
    expect(found.map((one) => one.field)).toEqual([field]);
  });
});

describe('values are checked where they are given', () => {
  test.each([
    ['interval', { interval: '1 hour' }],
    ['timeout', { timeout: '5' }],
    ['retryInterval', { retryInterval: '1d' }],
    ['namespace', { namespace: 'Demo' }],
  ] as const)('%s of a unit', (field, props) => {
    const found = findings((c) => void new Unit(c.apps('demo'), 'app', props));
    expect(found).toEqual([expect.objectContaining({ code: 'VALUE_INVALID', field, hint: expect.any(String) })]);
  });

  test('the name of a unit', () => {
    expect(findings((c) => void new Unit(c.apps('demo'), 'My App')).map(({ field }) => field)).toContain('name');
  });

  test.each([
    [
      'host',
      hostname,
      ['a.b', '*.apps.example.org', 'x'],
      ['', 'a_b', 'https://a', 'a:80', 'a/b', 'a..b', '*.*.a', '-a', 'A.b'],
    ],
    ['quantity', quantity, ['1', '250m', '512Mi', '1.5Gi', '1e3'], ['', '10 Gi', '10GB', 'ten', '10gi', '1.2.3']],
    ['duration', duration, ['5m', '1h30m', '500ms', '1.5h'], ['', '5', '5 m', '1d', '-5m', '1h 5m']],
    [
      'five cron fields',
      cronFiveFields,
      ['0 2 * * *', '*/5 0-6 1,15 * 1-5'],
      ['0 0 2 * * *', '0 2 * *', '61 2 * * *', 'daily', ''],
    ],
    ['six cron fields', cronSixFields, ['0 0 2 * * *'], ['0 2 * * *', '0 0 25 * * *', '']],
    ['CIDR', cidr, ['10.0.3.0/27', '::/0', '10.0.0.0/8'], ['10.0.3.1/27', '10.0.3.0', '10.0.3.0/33', '10.0.3/24x', '']],
    ['time zone', timezone, ['Europe/Bucharest', 'UTC'], ['Europe/Bucarest', 'CET+1', '']],
  ] as const)('%s', (_, schema, good, bad) => {
    expect(good.filter((value) => !schema.safeParse(value).success)).toEqual([]);
    expect(bad.filter((value) => schema.safeParse(value).success)).toEqual([]);
  });

  test('no message shows a value that a secret holds', () => {
    const found = planOf(
      testCluster({ variables: { TOKEN: { question: 'Token?', placeholder: 'hunter2' } } }, (c) => {
        new Unit(c.apps('demo'), 'app', { interval: `x${variable('TOKEN')}` });
      }),
    ).findings;
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });
});
