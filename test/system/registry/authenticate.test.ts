import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseImageReference } from '../../../lib/model/image-reference.js';
import { parseChallenges } from '../../../lib/system/registry/challenge.js';
import { registryClient } from '../../../lib/system/registry/client.js';
import { storedCredential } from '../../../lib/system/registry/docker-config.js';
import { serve } from '../../support/loopback-server.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const QUICK = { attempts: 1, firstPause: 1, longestPause: 1 };
const PASSWORD = 'correct-horse'; // leak-ok: a password of this test alone
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

/** A registry that answers 404 to whoever is let in, and the logins that it saw. */
async function registry(challenge: (host: string) => string, letsIn: (authorization: string) => boolean) {
  const seen: string[] = [];
  let own = '';
  own = await serve((request, response) => {
    const { authorization = '' } = request.headers;
    seen.push(authorization);
    if (letsIn(authorization)) response.writeHead(404).end();
    else response.writeHead(401, { 'www-authenticate': challenge(own) }).end();
  });
  return { host: own, seen };
}

function client(config: unknown, env: Readonly<Record<string, string>> = {}) {
  const folder = temporaryFolder(config === undefined ? {} : { 'config.json': JSON.stringify(config) });
  return registryClient({ env: { DOCKER_CONFIG: folder, HOME: folder, ...env }, retry: QUICK });
}

async function told(host: string, config: unknown, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const reference = parseImageReference(`${host}/team/app:1`);
  if (reference === undefined) throw new Error('no reference');
  const error = await client(config, env)
    .image(reference)
    .catch((one: { message: string; hint?: string }) => one);
  return 'message' in error ? `${error.message} | ${error.hint}` : 'found';
}

describe('a registry with user and password', () => {
  const open = () =>
    registry(
      () => 'Basic realm="x"',
      (given) => given === basic(`me:${PASSWORD}`),
    );

  test('opens with what docker login wrote, in any of its forms', async () => {
    const { host, seen } = await open();
    const auth = Buffer.from(`me:${PASSWORD}`).toString('base64');
    for (const auths of [
      { [host]: { auth } },
      { [`https://${host}`]: { auth } },
      { [`http://${host}/v2/`]: { username: 'me', password: PASSWORD } },
      { [`${host}/team`]: { auth } },
    ]) {
      expect(await told(host, { auths })).toContain('the registry does not have it');
    }
    expect(seen.filter((given) => given === '')).toHaveLength(4);
  });

  test('refuses a wrong one without a word of it', async () => {
    const { host } = await open();
    const text = await told(host, { auths: { [host]: { username: 'me', password: 'wrong-horse' } } });
    expect(text).toContain('refuses the login');
    expect(text).not.toContain('wrong-horse');
    expect(await told(host, undefined)).toContain(`log in: docker login ${host}`);
  });

  test('asks the helper that the configuration names', async () => {
    const { host } = await open();
    const helper = (body: string) => {
      const folder = temporaryFolder({ 'docker-credential-test': `#!/bin/sh\n${body}\n` });
      chmodSync(join(folder, 'docker-credential-test'), 0o755);
      return { PATH: `${folder}:/bin:/usr/bin` };
    };
    const config = { credHelpers: { [host]: 'test' } };
    const answer = `read server; [ "$1 $server" = "get ${host}" ] && echo '{"ServerURL":"x","Username":"me","Secret":"${PASSWORD}"}'`;
    expect(await told(host, config, helper(answer))).toContain('the registry does not have it');
    const failing = await told(host, config, helper(`echo "${PASSWORD}" >&2; exit 3`));
    expect(failing).toContain('docker-credential-test failed with exit code 3');
    expect(failing).not.toContain(PASSWORD);
    expect(await told(host, config, { PATH: '/nowhere' })).toContain('docker-credential-test is not installed');
    expect(await told(host, config, helper('echo "credentials not found in native keychain"; exit 1'))).toContain(
      'wants a login',
    );
    expect(await told(host, { credHelpers: { [host]: '../../bin/evil' } }, helper(''))).toContain('is not installed');
  });
});

describe('a registry with tokens', () => {
  async function withTokens(answer: (authorization: string, body: string, url: URL) => object | number) {
    const asked: URL[] = [];
    const realm = await serve((request, response, body) => {
      const url = new URL(request.url ?? '', 'http://realm');
      asked.push(url);
      const given = answer(request.headers.authorization ?? '', body, url);
      if (typeof given === 'number') response.writeHead(given).end();
      else response.end(JSON.stringify(given));
    });
    const challenge = (host: string) =>
      `Bearer realm="http://${realm}/token",service="${host}",scope="repository:team/app:pull"`;
    return { ...(await registry(challenge, (given) => given === 'Bearer good')), asked };
  }

  test('gives one to anybody for what is public', async () => {
    const { host, asked, seen } = await withTokens(() => ({ token: 'good' }));
    expect(await told(host, undefined)).toContain('the registry does not have it');
    expect(asked.map(({ search }) => search)).toEqual([
      `?service=${encodeURIComponent(host)}&scope=repository%3Ateam%2Fapp%3Apull`,
    ]);
    expect(seen).toEqual(['', 'Bearer good']);
  });

  test('gives one to a user, and to an identity token by a form', async () => {
    const user = await withTokens((given) => (given === basic(`me:${PASSWORD}`) ? { access_token: 'good' } : 401));
    const login = { username: 'me', password: PASSWORD };
    expect(await told(user.host, { auths: { [user.host]: login } })).toContain('does not have it');
    expect(await told(user.host, undefined)).toContain('wants a login');
    const identity = await withTokens((_, body) => (/refresh_token=idt&/.test(body) ? { access_token: 'good' } : 401));
    expect(await told(identity.host, { auths: { [identity.host]: { identitytoken: 'idt' } } })).toContain(
      'does not have',
    );
  });

  test('asks for one token, however many images are asked for at once', async () => {
    const { host, asked } = await withTokens(() => ({ token: 'good' }));
    const one = client(undefined);
    const reference = parseImageReference(`${host}/team/app:1`);
    if (reference === undefined) throw new Error('no reference');
    await Promise.all(Array.from({ length: 5 }, () => one.image(reference).catch(() => {})));
    expect(asked).toHaveLength(1);
  });

  test('that gives what does not open it is told, and not asked for ever', async () => {
    const { host, asked } = await withTokens(() => ({ token: 'bad' }));
    expect(await told(host, undefined)).toContain('wants a login, or there is no such repository');
    expect(asked).toHaveLength(1);
    expect(await told((await withTokens(() => ({}))).host, undefined)).toContain('has no token');
    expect(await told((await withTokens(() => 500)).host, undefined)).toContain('answers with status 500');
  });

  test('whose realm is no address, or without TLS elsewhere, gets nothing', async () => {
    const config = (host: string) => ({ auths: { [host]: { username: 'me', password: PASSWORD } } });
    for (const [realm, message] of [
      ['', 'does not say where to get one'],
      ['http://auth.example.org/token', 'plain HTTP'],
      ['file:///etc/passwd', 'is no way to a registry'],
    ]) {
      const { host } = await registry(
        () => `Bearer realm="${realm}",service="x"`,
        () => false,
      );
      expect(await told(host, config(host))).toContain(message);
    }
  });
});

describe('a docker configuration', () => {
  test('that is broken is told without what is in it', async () => {
    const { host } = await registry(
      () => 'Basic realm="x"',
      () => false,
    );
    const folder = temporaryFolder({ 'config.json': `{"auths": {"x": {"password": "${PASSWORD}"` });
    const text = await told(host, undefined, { DOCKER_CONFIG: folder });
    expect(text).toContain('config.json: it is no JSON');
    expect(text).not.toContain(PASSWORD);
  });

  test('gives a host nothing that is meant for another, nor for one that it ends with', () => {
    const config = { auths: { 'ghcr.io': { username: 'me', password: PASSWORD } } };
    expect(storedCredential(config, 'ghcr.io', 'a/b')).toMatchObject({ username: 'me' });
    for (const other of ['evil-ghcr.io', 'ghcr.io.example.org', 'io', 'docker.io']) {
      expect(storedCredential(config, other, 'a')).toBeUndefined();
    }
  });

  test('knows Docker Hub by its old name', () => {
    const config = { auths: { 'https://index.docker.io/v1/': { username: 'me', password: PASSWORD } } };
    expect(storedCredential(config, 'docker.io', 'library/nginx')).toMatchObject({ username: 'me' });
  });
});

test('challenges are read in every form that registries send', () => {
  const read = (text: string) =>
    parseChallenges(text).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);
  expect(read('Bearer realm="https://a/t?x=1,2",service=reg, scope="repository:a/b:pull,push"')).toEqual([
    ['bearer', { realm: 'https://a/t?x=1,2', service: 'reg', scope: 'repository:a/b:pull,push' }],
  ]);
  expect(read('Basic realm="a \\"quoted\\" name", Bearer realm="x"')).toEqual([
    ['basic', { realm: 'a "quoted" name' }],
    ['bearer', { realm: 'x' }],
  ]);
  expect(read('')).toEqual([]);
  expect(read('====')).toEqual([]);
});
