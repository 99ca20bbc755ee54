import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import bcrypt from 'bcryptjs';
import { chartFacts } from '../../lib/flux/chart/chart-facts.js';
import { inVersionRange } from '../../lib/flux/chart/version-range.js';
import { parseImageReference } from '../../lib/model/image-reference.js';
import { findTool } from '../../lib/system/find-tool.js';
import { registryClient } from '../../lib/system/registry/client.js';
import { basicAuthorization } from '../../lib/system/registry/credentials.js';
import { sha256 } from '../../lib/system/registry/digest.js';
import { readTarFiles } from '../../lib/system/tools/archive.js';
import { fakeTokenServer } from '../fakes/fake-token-server.js';
import { fixtureChart } from '../flux/chart/fixture-chart.js';
import { dockerRegistry, startRegistry } from '../support/docker-registry.js';
import { serve } from '../support/loopback-server.js';
import { Pusher } from '../support/push-image.js';
import { sayAloud } from '../support/say-aloud.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const binary = dockerRegistry();
const helm = findTool('helm');
if (binary === undefined) sayAloud('a real registry: docker-registry cannot be had (apt-get install docker-registry)');
if (helm === undefined) sayAloud('charts that helm packaged: helm is missing (npm run tools -- --only helm)');
const withRegistry = binary === undefined ? describe.skip : describe;
const withHelm = helm === undefined ? describe.skip : describe;
const withBoth = binary === undefined || helm === undefined ? describe.skip : describe;

const PASSWORD = 'of-this-test-alone'; // leak-ok: a password of this test alone
const LOGIN = basicAuthorization('me', PASSWORD);

function client(auths: Readonly<Record<string, unknown>> = {}) {
  const folder = temporaryFolder({ 'config.json': JSON.stringify({ auths }) });
  return registryClient({ env: { DOCKER_CONFIG: folder } });
}

function reference(text: string) {
  const parsed = parseImageReference(text);
  if (parsed === undefined) throw new Error(`${text} is no image`);
  return parsed;
}

withRegistry('a real registry', () => {
  test('gives the platforms and the digest of an index, and tells when its tag moved', async () => {
    const host = await startRegistry(binary as string);
    const pusher = new Pusher(host);
    const { digest, manifests } = await pusher.index('team/app', '1.0', ['amd64', 'arm64']);
    const registry = client();
    const image = reference(`${host}/team/app:1.0`);
    const locked = await registry.image(image);
    expect(locked).toEqual({
      repository: `${host}/team/app`,
      tag: '1.0',
      digest,
      platforms: { 'linux/amd64': manifests[0]?.digest, 'linux/arm64': manifests[1]?.digest },
    });
    expect(await registry.imageUnchanged(image, locked)).toBe(true);
    await pusher.index('team/app', '1.0', ['amd64'], 'moved');
    expect(await registry.imageUnchanged(image, locked)).toBe(false);
    expect(await registry.image(reference(`${host}/team/app@${digest}`))).toMatchObject({ digest });
    await expect(registry.image(reference(`${host}/team/app:2.0`))).rejects.toThrow(
      'team/app:2.0: the registry does not',
    );
    await expect(registry.image(reference(`${host}/team/other:1.0`))).rejects.toThrow('the registry does not have it');
  });

  test('gives the platform of an image that is built for one alone', async () => {
    const host = await startRegistry(binary as string);
    const { digest } = await new Pusher(host).image('team/single', '1', 'amd64');
    expect(await client().image(reference(`${host}/team/single:1`))).toMatchObject({
      digest,
      platforms: { 'linux/amd64': digest },
    });
  });

  test('with users opens by docker’s login alone', async () => {
    const folder = temporaryFolder({ htpasswd: `me:${bcrypt.hashSync(PASSWORD, 4)}\n` });
    const host = await startRegistry(binary as string, {
      htpasswd: { realm: 'tests', path: join(folder, 'htpasswd') },
    });
    await new Pusher(host, LOGIN).index('team/app', '1', ['arm64']);
    const image = reference(`${host}/team/app:1`);
    await expect(client().image(image)).rejects.toThrow('wants a login');
    await expect(client({ [host]: { username: 'me', password: 'other' } }).image(image)).rejects.toThrow(
      'refuses the login',
    );
    expect(await client({ [host]: { username: 'me', password: PASSWORD } }).image(image)).toHaveProperty(
      'platforms.linux/arm64',
    );
  });

  test('with a token server opens to users, and to anybody for what is public', async () => {
    const server = await fakeTokenServer(LOGIN, 'tests-issuer');
    const folder = temporaryFolder({ 'bundle.pem': server.certificate });
    const rootcertbundle = join(folder, 'bundle.pem');
    const token = { realm: server.realm, service: 'tests', issuer: 'tests-issuer', rootcertbundle };
    const host = await startRegistry(binary as string, { token });
    for (const path of ['team/app', 'public/app']) {
      await new Pusher(host, `Bearer ${server.token(`repository:${path}:pull,push`)}`).index(path, '1', ['arm64']);
    }
    expect(await client().image(reference(`${host}/public/app:1`))).toHaveProperty('platforms.linux/arm64');
    await expect(client().image(reference(`${host}/team/app:1`))).rejects.toThrow('wants a login');
    const opened = client({ [host]: { username: 'me', password: PASSWORD } });
    expect(await opened.image(reference(`${host}/team/app:1`))).toHaveProperty('platforms.linux/arm64');
  });
});

/** Runs helm in a home of its own. */
function runHelm(...args: readonly string[]): string {
  const home = temporaryFolder();
  const env = { HOME: home, PATH: process.env.PATH, HELM_REGISTRY_CONFIG: join(home, 'registry.json') };
  const { status, stdout, stderr } = spawnSync(helm as string, args, { env, encoding: 'utf8' });
  if (status !== 0) throw Object.assign(new Error(`helm ${args[0]} failed`), { stderr });
  return stdout + stderr;
}

function packaged(): string {
  const folder = temporaryFolder();
  runHelm('package', 'test/fixtures/charts/greeter', '--destination', folder);
  return folder;
}

withBoth('a chart that helm packaged and pushed', () => {
  test('comes from the registry with the digest that helm tells, and says what its folder says', async () => {
    const host = await startRegistry(binary as string);
    const archive = join(packaged(), 'greeter-1.2.3.tgz');
    const told = runHelm('push', archive, `oci://${host}/charts`, '--plain-http');
    const chart = { repository: `oci://${host}/charts`, name: 'greeter', version: '1.2.3' };
    const registry = client();
    const { bytes, digest } = await registry.chart(chart);
    expect(Buffer.from(bytes).equals(readFileSync(archive))).toBe(true);
    expect(told).toContain(`Digest: ${digest}`);
    expect(await registry.chartDigest(chart)).toBe(digest);
    expect(chartFacts(readTarFiles(bytes), 'x')).toEqual(chartFacts(fixtureChart('greeter'), 'x'));
    await expect(registry.chart({ ...chart, version: '9.9.9' })).rejects.toThrow(
      'charts/greeter:9.9.9: the registry does not',
    );
  });
});

withHelm('a repository that helm indexed', () => {
  test('gives the same chart, verified by the index', async () => {
    const folder = packaged();
    runHelm('repo', 'index', folder);
    const host = await serve((request, response) => {
      response.end(readFileSync(join(folder, (request.url ?? '').replace('/charts/', ''))));
    });
    const { bytes, digest } = await client().chart({
      repository: `http://${host}/charts`,
      name: 'greeter',
      version: '1.2.3',
    });
    expect(digest).toBe(sha256(bytes));
    expect(chartFacts(readTarFiles(bytes), 'x').values).toEqual(chartFacts(fixtureChart('greeter'), 'x').values);
  });
});

withHelm('a range of Kubernetes versions', () => {
  const RANGES = [
    ...[
      '>=1.25.0-0',
      '>= 1.25.0',
      '^1.25.0',
      '~1.30',
      '1.30.x',
      '1.x',
      '*',
      '>1.30',
      '>1.30.1',
      '<1.30',
      '<=1.30',
      '<1.31.0-0',
    ],
    ...[
      '!=1.30.1',
      '!=1.30',
      '>=1.25, <1.30',
      '>=1.25 <1.30.2',
      '1.20 - 1.30',
      '<1.20 || >=1.30',
      '=1.30',
      '1.30.1',
      '^0.2',
      '~1',
    ],
    ...[
      '=>1.30',
      '=<1.30.1',
      '~>1.30.1',
      '>=1.30-0',
      '^1',
      '>1',
      '<2',
      '>=2',
      'v1.30',
      '>=v1.30.0',
      '>= 1.28.0-0 < 1.31.0-0',
    ],
  ];
  const VERSIONS = ['1.29.9', '1.30.0', '1.30.1', '1.30.2', '1.31.0', '2.0.0'];

  test.each(RANGES)('%s lets in what helm lets in', (range) => {
    const folder = temporaryFolder({
      'Chart.yaml': `apiVersion: v2\nname: probe\nversion: 1.0.0\nkubeVersion: ${JSON.stringify(range)}\n`,
      'templates/a.yaml': 'a: b\n',
    });
    const helms = (version: string) => {
      try {
        runHelm('template', 'x', folder, '--kube-version', version);
        return true;
      } catch (error) {
        if (/incompatible with Kubernetes/.test(String((error as { stderr?: string }).stderr))) return false;
        throw error;
      }
    };
    expect(VERSIONS.map((version) => inVersionRange(version, range))).toEqual(VERSIONS.map(helms));
  });
});
