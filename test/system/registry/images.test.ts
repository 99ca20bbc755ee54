import { describe, expect, test } from '@jest/globals';
import { imageKey, imageRepository, parseImageReference } from '../../../lib/model/image-reference.js';
import { registryClient } from '../../../lib/system/registry/client.js';
import { sha256 } from '../../../lib/system/registry/digest.js';
import { DOCKER_LIST, DOCKER_MANIFEST, OCI_INDEX, OCI_MANIFEST } from '../../../lib/system/registry/manifests.js';
import { serve } from '../../support/loopback-server.js';

const QUICK = { attempts: 1, firstPause: 1, longestPause: 1 };
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));
const config = bytes({ os: 'linux', architecture: 'arm64', variant: 'v8' });
const descriptor = (content: Uint8Array, mediaType: string) => ({
  mediaType,
  digest: sha256(content),
  size: content.length,
});
const manifest = (mediaType: string) =>
  bytes({
    schemaVersion: 2,
    mediaType,
    config: descriptor(config, 'application/vnd.oci.image.config.v1+json'),
    layers: [],
  });

interface Stored {
  readonly type: string;
  readonly content: Uint8Array;
  readonly announced?: string;
}

/** What a registry with some answers, by path below the repository, gives for an image. */
async function image(stored: Readonly<Record<string, Stored>>, reference = 'app:1') {
  const host = await serve((request, response) => {
    const found = stored[request.url?.replace('/v2/team/app/', '') ?? ''];
    if (found === undefined) response.writeHead(404).end();
    else
      response
        .writeHead(200, {
          'content-type': found.type,
          'docker-content-digest': found.announced ?? sha256(found.content),
        })
        .end(found.content);
  });
  const parsed = parseImageReference(`${host}/team/${reference}`);
  if (parsed === undefined) throw new Error('no reference');
  return registryClient({ env: {}, retry: QUICK }).image(parsed);
}

describe('an image', () => {
  const platform = (os: string, architecture: string, variant?: string) => ({
    os,
    architecture,
    ...(variant ? { variant } : {}),
  });

  test.each([OCI_INDEX, DOCKER_LIST])('of several platforms gives each of them: %s', async (type) => {
    const list = bytes({
      schemaVersion: 2,
      mediaType: type,
      manifests: [
        { ...descriptor(Buffer.from('a'), OCI_MANIFEST), platform: platform('linux', 'amd64') },
        { ...descriptor(Buffer.from('b'), OCI_MANIFEST), platform: platform('linux', 'arm64', 'v8') },
        { ...descriptor(Buffer.from('c'), OCI_MANIFEST), platform: platform('linux', 'arm', 'v7') },
        { ...descriptor(Buffer.from('d'), OCI_MANIFEST), platform: platform('unknown', 'unknown') },
      ],
    });
    expect(await image({ 'manifests/1': { type, content: list } })).toMatchObject({
      tag: '1',
      digest: sha256(list),
      platforms: {
        'linux/amd64': sha256(Buffer.from('a')),
        'linux/arm/v7': sha256(Buffer.from('c')),
        'linux/arm64': sha256(Buffer.from('b')),
      },
    });
  });

  test.each([OCI_MANIFEST, DOCKER_MANIFEST])('of one platform gives that of its configuration: %s', async (type) => {
    const content = manifest(type);
    const stored = {
      'manifests/1': { type, content },
      [`blobs/${sha256(config)}`]: { type: 'application/octet-stream', content: config },
    };
    expect(await image(stored)).toMatchObject({
      digest: sha256(content),
      platforms: { 'linux/arm64': sha256(content) },
    });
    expect(
      await image({ ...stored, [`manifests/${sha256(content)}`]: { type, content } }, `app@${sha256(content)}`),
    ).not.toHaveProperty('tag');
  });

  test('that was changed on its way is refused, whichever digest tells', async () => {
    const content = manifest(OCI_MANIFEST);
    const other = `sha256:${'0'.repeat(64)}`;
    await expect(image({ 'manifests/1': { type: OCI_MANIFEST, content, announced: other } })).rejects.toThrow(
      'announced was',
    );
    await expect(image({ [`manifests/${other}`]: { type: OCI_MANIFEST, content } }, `app@${other}`)).rejects.toThrow(
      'announced was',
    );
    const stored = {
      'manifests/1': { type: OCI_MANIFEST, content },
      [`blobs/${sha256(config)}`]: { type: 'x', content: Buffer.from('{}') },
    };
    await expect(image(stored)).rejects.toThrow('what arrived has digest');
  });

  test('that is not there, or nothing that can be read, is told', async () => {
    await expect(image({})).rejects.toThrow('team/app:1: the registry does not have it');
    const schema1 = 'application/vnd.docker.distribution.manifest.v1+prettyjws';
    await expect(image({ 'manifests/1': { type: schema1, content: bytes({}) } })).rejects.toThrow(
      'no image or chart of a format',
    );
    await expect(image({ 'manifests/1': { type: OCI_INDEX, content: Buffer.from('<html>') } })).rejects.toThrow(
      'no JSON',
    );
    await expect(
      image({ 'manifests/1': { type: OCI_INDEX, content: bytes({ schemaVersion: 2, manifests: [{}] }) } }),
    ).rejects.toThrow('manifests.0.digest');
  });
});

describe('an image’s name', () => {
  test.each([
    ['nginx', 'docker.io/library/nginx:latest'],
    ['nginx:1.29', 'docker.io/library/nginx:1.29'],
    ['n8nio/n8n:2', 'docker.io/n8nio/n8n:2'],
    ['docker.io/nginx', 'docker.io/library/nginx:latest'],
    ['index.docker.io/n8nio/n8n:2', 'docker.io/n8nio/n8n:2'],
    ['localhost/app:1', 'localhost/app:1'],
    ['registry.example.org:5000/a/b_c/d-e:v1.2_3', 'registry.example.org:5000/a/b_c/d-e:v1.2_3'],
    [`ghcr.io/a/b@sha256:${'a'.repeat(64)}`, `ghcr.io/a/b@sha256:${'a'.repeat(64)}`],
    [`ghcr.io/a/b:1@sha256:${'a'.repeat(64)}`, 'ghcr.io/a/b:1'],
  ])('%s is %s', (text, key) => {
    const reference = parseImageReference(text);
    expect(reference && imageKey(reference)).toBe(key);
    expect(reference && imageRepository(reference)).not.toContain('@');
  });

  test.each(['', 'a/B', 'a b', 'a:', 'a@sha256:1', 'a:b:c', 'https://ghcr.io/a', 'a/../b', '${IMAGE}', 'a//b'])(
    'is not %j',
    (text) => expect(parseImageReference(text)).toBeUndefined(),
  );
});
