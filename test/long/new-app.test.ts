import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { StagedProject } from '../../lib/system/stage-project.js';

/** The project as somebody has it after `git clone` and `npm ci`. */
let project: StagedProject;
beforeAll(() => {
  project = new StagedProject(process.cwd());
});
afterAll(() => project.remove());

function node(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: project.root, encoding: 'utf8' });
  return { code: status, out: stdout, text: stdout + stderr };
}

const newApp = (...args: string[]) => node('launch.mjs', 'new-app', ...args);
const untouched = (act: () => void) => {
  const before = project.changes();
  act();
  expect(project.changes().filter(({ path }) => !path.startsWith('dist/'))).toEqual(before);
};

/** Every way an app can be made, on clusters that keep their secrets in different ways. */
const APPS = {
  'a HelmRelease of app-template, with External Secrets': [
    ...['home-ops', 'media', 'jellyfin', '--chart', 'app-template', '--image', 'docker.io/jellyfin/jellyfin:10.11.4'],
    ...['--port', '8096', '--host', 'jellyfin', '--access', 'own'],
  ],
  'a plain app, with SOPS': [
    ...['rpi-cluster', 'demo', 'code-server', '--image', 'ghcr.io/coder/code-server:4.105.1'],
    ...['--host', 'code', '--access', 'own', '--secret', 'PASSWORD', '--secret', 'HASHED_PASSWORD'],
  ],
  'a HelmRelease of any chart': [
    'rpi-cluster',
    'demo',
    'podinfo',
    '--chart',
    'oci://ghcr.io/stefanprodan/charts/podinfo@6.9.2',
  ],
  'an app with a Certificate of its own, which waits for the issuer': [
    ...['almckay', 'media', 'whoami', '--image', 'docker.io/traefik/whoami:v1.11.0', '--no-secret'],
    ...['--host', 'whoami', '--access', 'public'],
  ],
  'an exposed app in a namespace that lets nobody in': [
    ...['rpi-cluster', 'automation', 'miniflux', '--image', 'ghcr.io/miniflux/miniflux:2.2.13'],
    ...['--host', 'rss', '--access', 'own'],
  ],
  'an app whose name is a word of the language': ['home-ops', 'demo', 'import', '--image', 'busybox', '--no-secret'],
};

describe('npm run new-app (S4-17, DC-20)', () => {
  test.each(Object.entries(APPS))('%s', (_, argv) => {
    const { code, text, out } = newApp(...argv);
    expect({ code, text }).toEqual({ code: 0, text });
    const [cluster = '', area = '', name = ''] = argv;
    for (const path of [
      `charts/apps/${area}/${name}.ts`,
      `test/charts/${area}/${name}.test.ts`,
      `kubernetes/${cluster}/apps/${area}/${name}/ks.yaml`,
    ]) {
      expect(out).toContain(`created  ${path}\n`);
      expect(existsSync(join(project.root, path))).toBe(true);
    }
    expect(readFileSync(join(project.root, `kubernetes/${cluster}/apps/kustomization.yaml`), 'utf8')).toContain(area);
  });

  test('what it wrote passes as it is: lint, types, drift, check, tests', () => {
    const steps = {
      lint: ['node_modules/@biomejs/biome/bin/biome', 'check', 'charts', 'test/charts'],
      types: ['node_modules/typescript/bin/tsc', '--noEmit'],
      drift: ['launch.mjs', 'synth', '--check'],
      check: ['launch.mjs', 'check'],
      tests: [
        '--experimental-vm-modules',
        '--no-warnings',
        'node_modules/jest/bin/jest.js',
        '-w',
        '1',
        'test/charts/(media|demo|automation/miniflux)',
      ],
    };
    for (const [step, args] of Object.entries(steps)) {
      const { code, text } = node(...args);
      expect({ step, code, text }).toEqual({ step, code: 0, text });
      if (step === 'check') expect(text).toContain('\n0 errors, 0 warnings');
    }
  });

  test('the same app again is refused, and nothing changes', () => {
    untouched(() => {
      const { code, text } = newApp(...APPS['a HelmRelease of any chart']);
      expect({ code, text }).toEqual({
        code: 2,
        text: expect.stringContaining('charts/apps/demo/podinfo.ts exists already'),
      });
    });
  });

  test('an app that does not pass is not written, not even in part', () => {
    untouched(() => {
      const argv = ['home-ops', 'media', 'other', '--image', 'busybox', '--host', 'jellyfin', '--access', 'public'];
      const { code, text } = newApp(...argv);
      expect({ code, text }).toEqual({ code: 1, text: expect.stringContaining('home-ops/other does not pass: ') });
      expect(text).toContain('hint: nothing was written');
    });
  });

  test('a tree that is not as the charts give it is not mixed with the new app', () => {
    const path = join(project.root, 'kubernetes/home-ops/apps/kustomization.yaml');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, `${text}# by hand\n`);
    const { code, text: said } = newApp('home-ops', 'media', 'third', '--image', 'busybox');
    writeFileSync(path, text);
    expect({ code, said }).toEqual({
      code: 2,
      said: expect.stringContaining('kubernetes/home-ops is not as the charts give it'),
    });
  });
});
