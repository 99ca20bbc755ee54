import { describe, expect, test } from '@jest/globals';
import { ConfigFiles, Unit, WebApp } from '../../lib/index.js';
import { exposedApp, hello } from '../support/exposed-app.js';
import { Repository } from '../support/repository.js';
import { testCluster } from '../support/test-cluster.js';

const robot = (image = 'robot') =>
  testCluster({}, (c) => {
    new WebApp(new Unit(c.apps('demo'), 'app'), 'app', { image: c.image(image), port: 8080 });
  });
const DEPLOYMENT = 'kubernetes/test/apps/demo/app/app/deployment.yaml';

describe('npm run synth', () => {
  test('writes the tree, says how much, and exits with 0', async () => {
    const repository = new Repository();
    const { code, out, err } = await repository.run(hello, 'synth');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^1 unit, 3 objects, \d+ files written, 0 removed, 0 unchanged, [\d.]+ s$/);
    expect(repository.files()).toContain('kubernetes/test/apps/demo/hello/app/deployment.yaml');
  });

  test('a second run writes nothing', async () => {
    const repository = new Repository();
    await repository.synth(hello);
    const before = repository.tree();
    expect((await repository.synth(hello)).out).toMatch(/ 0 files written, 0 removed, /);
    expect(repository.tree()).toEqual(before);
  });

  test('an unknown cluster is a usage error with a hint', async () => {
    expect(await new Repository().run(hello, 'synth', '--cluster', 'tets')).toEqual({
      code: 2,
      out: '',
      err: 'error: there is no cluster "tets"\nhint: did you mean "test"?',
    });
  });

  test('renders the named clusters alone', async () => {
    const repository = new Repository();
    const other = testCluster({ name: 'other' }, (c) => exposedApp(c, 'hello'));
    await repository.run([hello, other], 'synth', '--cluster', 'other');
    expect(repository.files().filter((path) => !path.startsWith('kubernetes/other/'))).toEqual([]);
  });

  test('two clusters with one name are a usage error', async () => {
    const { code, err } = await new Repository().run([hello, testCluster({}, (c) => exposedApp(c, 'b'))], 'synth');
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('two clusters are named "test"') });
  });

  test.each([[['synht']], [['synth', '--chekc']], [['synth', 'rpi-cluster']]])('%j is a usage error', async (argv) => {
    const { code, err } = await new Repository().run(hello, ...argv);
    expect(code).toBe(2);
    expect(err).toMatch(/^error: /);
  });

  test('--help is no error', async () => {
    const { code, out } = await new Repository().run(hello, 'synth', '--help');
    expect(code).toBe(0);
    expect(out).toContain('--check');
  });

  test('shows every finding of every cluster at once and writes nothing', async () => {
    const repository = new Repository();
    const bad = testCluster({}, (c) => {
      new WebApp(new Unit(c.apps('demo'), 'a'), 'a', { image: c.image('dmeo'), port: 0, host: 'A B' });
      new Unit(c.apps('demo'), 'b', { interval: 'hourly' });
    });
    const worse = testCluster({ name: 'worse', timezone: 'Mars/Olympus' }, (c) => exposedApp(c, 'hello'));
    const { code, out, err } = await repository.run([bad, worse], 'synth');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    for (const part of ['VERSION_UNKNOWN', 'WebApp a.port', 'host of a', '"hourly"', 'Mars/Olympus']) {
      expect(err).toContain(part);
    }
    expect(err).toMatch(/6 errors: nothing was written$/);
    expect(repository.files()).toEqual([]);
  });

  test('a finding is subject, fact, chart file and hint', async () => {
    const bad = testCluster({}, (c) => void new Unit(c.apps('demo'), 'app', { interval: 'hourly' }));
    const { err } = await new Repository().run(bad, 'synth');
    expect(err.split('\n').slice(0, 3)).toEqual([
      'test/app  VALUE_INVALID  error',
      '  interval: "hourly" is not valid',
      expect.stringMatching(/^ {2}charts\/apps\/demo\/app\.ts {3}hint: a duration is /),
    ]);
  });

  test('a crash inside chart code is a finding, and hides no other', async () => {
    const repository = new Repository();
    const bad = testCluster({}, (c) => {
      new Unit(c.apps('demo'), 'app', { interval: 'hourly' });
      throw new TypeError('undefined is not a chart');
    });
    const { code, err } = await repository.run(bad, 'synth');
    expect(code).toBe(1);
    expect(err).toContain('CHART_FAILED');
    expect(err).toContain('chart code failed: undefined is not a chart');
    expect(err).toContain('"hourly"');
    expect(repository.files()).toEqual([]);
  });

  test('a crash in what chart code left for later is a finding too', async () => {
    const bad = testCluster({}, (c) => {
      new ConfigFiles(new Unit(c.apps('demo'), 'app'), 'config', () => {
        throw new Error('no dashboard today');
      });
    });
    const { code, err } = await new Repository().run(bad, 'synth');
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('no dashboard today') });
  });
});

describe('npm run synth with a bad charts/versions.yaml', () => {
  test.each([
    [
      'charts: {}\nimages:\n  a:\n    repository: ghcr.io/a\n    tag: latest\n',
      'charts/versions.yaml:4: images.a.tag: never "latest"',
    ],
    [
      'charts:\n  a:\n    repository: https://a.example\n    chart: a\n    version: ">=1"\nimages: {}\n',
      'charts/versions.yaml:3: charts.a.version',
    ],
    [
      'charts: {}\nimages:\n  a:\n    repository: ghcr.io/a:1\n    tag: "1"\n',
      'images.a.repository: an image without scheme, tag or digest',
    ],
    ['charts: {}\nimages:\n  a:\n    repository: ghcr.io/a\n    tag: 1.2\n', 'images.a.tag'],
    ['charts: {}\n', 'images'],
    ['charts: {a: [}\n', 'charts/versions.yaml'],
  ])('names the line of %j', async (text, message) => {
    const { code, err } = await new Repository({ 'charts/versions.yaml': text }).run(hello, 'synth');
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test('says so when it is missing', async () => {
    const repository = new Repository();
    repository.write({ 'charts/versions.yaml': '' });
    expect((await repository.run(hello, 'synth')).code).toBe(2);
  });
});

describe('npm run synth --check', () => {
  test('is silent about a tree as the charts give it', async () => {
    const repository = new Repository();
    await repository.synth(hello);
    const { code, out, err } = await repository.run(hello, 'synth', '--check');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^kubernetes\/ is what the charts give \(\d+ files\)$/);
  });

  test('names what is missing, stale and hand-edited, and writes nothing', async () => {
    const repository = new Repository();
    repository.git('init', '--quiet');
    const both = testCluster({}, (c) => {
      exposedApp(c, 'hello');
      exposedApp(c, 'gone');
    });
    await repository.synth(both);
    repository.git('add', '.');
    repository.git('commit', '--quiet', '-m', 'tree');
    const folder = 'kubernetes/test/apps/demo/hello/app';
    repository.write({ [`${folder}/service.yaml`]: repository.read(`${folder}/service.yaml`).replace('8080', '9090') });
    repository.git('rm', '--quiet', `${folder}/ingress.yaml`);
    const changed = testCluster({}, (c) => {
      exposedApp(c, 'hello', 2000);
    });
    const before = repository.tree();
    const { code, out, err } = await repository.run(changed, 'synth', '--check');
    expect(code).toBe(1);
    expect(out.split('\n').sort()).toEqual(
      expect.arrayContaining([
        `hand-edited: ${folder}/service.yaml`,
        `missing: ${folder}/ingress.yaml`,
        `stale: ${folder}/deployment.yaml`,
        'stale: kubernetes/test/apps/demo/gone/app/deployment.yaml',
        'stale: kubernetes/test/apps/demo/gone/ks.yaml',
      ]),
    );
    expect(err).toMatch(/\d+ files not as the charts give: run npm run synth and commit$/);
    expect(repository.tree()).toEqual(before);
  });
});

describe('the tag of an image that image automation owns', () => {
  const bump = (repository: Repository, from: string, to: string) =>
    repository.write({ [DEPLOYMENT]: repository.read(DEPLOYMENT).replace(from, to) });
  const tag = (repository: Repository) => /image: (\S+)( # \S.*)?$/m.exec(repository.read(DEPLOYMENT))?.slice(1, 3);
  const MARKER = ' # {"$imagepolicy": "flux-system:robot"}';

  test('is seeded from versions.yaml, with the marker', async () => {
    const repository = new Repository();
    await repository.synth(robot());
    expect(tag(repository)).toEqual(['registry.example.org/robot:20260101000000', MARKER]);
  });

  test.each(['20260203040506', '20251231000000'])(
    'is then the committed tree’s, newer or rolled back (%s)',
    async (to) => {
      const repository = new Repository();
      await repository.synth(robot());
      bump(repository, '20260101000000', to);
      const before = repository.read(DEPLOYMENT);
      expect((await repository.synth(robot())).out).toContain(' 0 files written');
      expect(repository.read(DEPLOYMENT)).toBe(before);
      expect((await repository.run(robot(), 'synth', '--check')).code).toBe(0);
    },
  );

  test('is seeded anew when the repository changes', async () => {
    const repository = new Repository();
    await repository.synth(robot());
    bump(repository, 'registry.example.org/robot:20260101000000', 'old.example.org/robot:20260303000000');
    await repository.synth(robot());
    expect(tag(repository)?.[0]).toBe('registry.example.org/robot:20260101000000');
  });

  test('comes from versions.yaml again with --reset-image', async () => {
    const repository = new Repository();
    await repository.synth(robot());
    bump(repository, '20260101000000', '20260203040506');
    expect((await repository.run(robot(), 'synth', '--reset-image', 'robot')).code).toBe(0);
    expect(tag(repository)?.[0]).toBe('registry.example.org/robot:20260101000000');
  });

  test('a misspelt --reset-image is a usage error, not silently nothing', async () => {
    const { code, err } = await new Repository().run(robot(), 'synth', '--reset-image', 'robto');
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('did you mean "robot"?') });
  });
});
