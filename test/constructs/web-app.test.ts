import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ConfigFiles, claim, DeclaredSecret, emptyDir, generated, nfs, Unit, WebApp } from '../../lib/index.js';
import { nodejsDemo } from '../fixtures/nodejs-demo.js';
import { describeGolden } from '../support/golden.js';
import { planOf, render, testCluster } from '../support/test-cluster.js';

const FOLDERS = ['apps/demo'];

describeGolden('web-app', {
  minimal: () =>
    render(
      {},
      (c) => {
        const unit = new Unit(c.apps('demo'), 'hello');
        new WebApp(unit, 'hello', { image: c.image('demo'), port: 8080 });
      },
      ...FOLDERS,
    ),

  full: () =>
    render(
      {},
      (c) => {
        const unit = new Unit(c.apps('demo'), 'hello');
        const key = new DeclaredSecret(unit, 'hello', { token: generated({ length: 32 }) });
        const config = new ConfigFiles(unit, 'hello-config', { 'config.yaml': { listen: ':8080', debug: 'no' } });
        new WebApp(unit, 'hello', {
          image: c.image('demo'),
          port: 8080,
          host: 'hello',
          replicas: 2,
          user: 2000,
          serviceAccount: 'hello',
          args: ['--config', '/etc/hello/config.yaml'],
          env: { TZ: c.timezone, TOKEN: key.ref('token'), WORKERS: 4, DEBUG: false, POD_IP: { field: 'status.podIP' } },
          envFrom: [key],
          mounts: {
            '/data': claim('10Gi', { accessMode: 'ReadWriteMany', storageClass: 'shared' }),
            '/etc/hello': config.mount(),
            '/run/secrets': key.files({ mode: 0o400 }),
            '/run/token': key.files({ file: 'token' }),
            '/cache': emptyDir({ sizeLimit: '1Gi' }),
            '/media': nfs('nas.example.org', '/volume1/media', { readOnly: true }),
          },
          initContainers: {
            migrate: { image: c.image('demo'), command: ['migrate'], env: { TOKEN: key.ref('token') } },
          },
          sidecars: { log: { image: c.image('sidecar'), writableRoot: true } },
          health: { path: '/healthz', startSeconds: 61 },
          metrics: { path: '/metrics', port: 9090 },
          resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '512Mi' } },
          routeAnnotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': '64m' },
          podAnnotations: { 'example.org/team': 'home' },
        });
      },
      ...FOLDERS,
    ),

  'exclusive-volume': () =>
    render(
      { storageClass: 'local-path' },
      (c) => {
        const unit = new Unit(c.apps('demo'), 'notes');
        new WebApp(unit, 'notes', { image: c.image('demo'), port: 8080, mounts: { '/data': claim('5Gi') } });
      },
      ...FOLDERS,
    ),
});

describe('WebApp', () => {
  test('an exposed HTTPS web app is at most 12 lines of chart code (S0-17)', () => {
    const lines = readFileSync('test/fixtures/nodejs-demo.ts', 'utf8').trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(12);
    const { findings, tree } = planOf(testCluster({}, (c) => void nodejsDemo(c)));
    expect(findings).toEqual([]);
    const paths = tree.files.map(({ path }) => path.slice('kubernetes/test/apps/demo/nodejs-demo/app/'.length));
    expect(paths).toEqual(expect.arrayContaining(['deployment.yaml', 'ingress.yaml', 'service.yaml']));
  });

  test.each([
    ['port', { port: 0 }, 'WebApp app.port'],
    ['host', { host: 'Not A Host' }, 'host of app'],
    ['memory', { resources: { limits: { memory: '64 MB' } } }, 'WebApp app.resources.limits.memory'],
    ['claim size', { mounts: { '/data': claim('ten') } }, 'claim app.size'],
  ] as const)('an invalid %s is a finding that names the field', (_, props, field) => {
    const definition = testCluster({}, (c) => {
      new WebApp(new Unit(c.apps('demo'), 'app'), 'app', { image: c.image('demo'), port: 8080, ...props });
    });
    const { findings } = planOf(definition);
    expect(findings.map((finding) => finding.field)).toEqual([expect.stringContaining(field)]);
    expect(findings[0]).toMatchObject({ code: 'VALUE_INVALID', severity: 'error', hint: expect.any(String) });
    expect(findings[0]?.origin).toMatchObject({ unit: 'app', source: 'charts/apps/demo/app.ts' });
  });

  test('a change of a config file restarts the pods, and nothing else in the pod changes', () => {
    const deployment = (text: string) =>
      render({}, (c) => {
        const unit = new Unit(c.apps('demo'), 'app');
        const config = new ConfigFiles(unit, 'config', { 'a.txt': text });
        const mounts = { '/etc/app': config.mount() };
        new WebApp(unit, 'app', { image: c.image('demo'), port: 8080, mounts });
      }).get('apps/demo/app/app/deployment.yaml') as string;
    const [before, after] = [deployment('one'), deployment('two')].map((text) => text.split('\n')) as [
      string[],
      string[],
    ];
    const changed = before.filter((line, index) => line !== after[index]);
    expect(changed).toEqual([expect.stringMatching(/^ +checksum\/config: [0-9a-f"]+$/)]);
  });
});
