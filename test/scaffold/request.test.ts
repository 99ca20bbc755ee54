import { describe, expect, test } from '@jest/globals';
import type { InputError } from '../../lib/model/error.js';
import { type AppOptions, appSource } from '../../lib/scaffold/request.js';

const VERSIONS = {
  charts: {
    'app-template': { repository: 'oci://ghcr.io/bjw-s-labs/helm', chart: 'app-template', version: '5.1.0' },
    podinfo: { repository: 'oci://ghcr.io/stefanprodan/charts', chart: 'podinfo', version: '6.9.2' },
  },
  images: { demo: { repository: 'ghcr.io/example/demo', tag: '1.2.3' } },
};

const source = (options: Partial<AppOptions>, name = 'shop') =>
  appSource(name, { port: 8080, secretKeys: [], ...options }, VERSIONS);

describe('what an app is made of', () => {
  test('a new image is pinned under the name of the app, with its digest', () => {
    const digest = `sha256:${'0'.repeat(64)}`;
    expect(source({ image: `ghcr.io/example/shop:2.0.0@${digest}` })).toEqual({
      kind: 'image',
      image: { key: 'shop', add: { repository: 'ghcr.io/example/shop', tag: '2.0.0', digest } },
    });
  });

  test('Docker Hub’s short names are written out', () => {
    expect(source({ image: 'nginx:1.29.3' })).toMatchObject({
      image: { add: { repository: 'docker.io/library/nginx' } },
    });
  });

  test('what is pinned already is taken as it is', () => {
    expect(source({ image: 'demo' })).toEqual({ kind: 'image', image: { key: 'demo' } });
    expect(source({ image: 'ghcr.io/example/demo:1.2.3' }, 'demo')).toEqual({ kind: 'image', image: { key: 'demo' } });
    expect(source({ chart: 'podinfo' })).toEqual({ kind: 'chart', chart: { key: 'podinfo' } });
  });

  test('a new chart is pinned under its own name, of whichever repository', () => {
    expect(source({ chart: 'oci://ghcr.io/example/charts/shop-chart@1.0.0' })).toEqual({
      kind: 'chart',
      chart: {
        key: 'shop-chart',
        add: { repository: 'oci://ghcr.io/example/charts', chart: 'shop-chart', version: '1.0.0' },
      },
    });
    expect(source({ chart: 'https://charts.example.org/shop@v1.0.0' })).toMatchObject({
      chart: { add: { repository: 'https://charts.example.org', version: 'v1.0.0' } },
    });
  });

  test('app-template runs an image', () => {
    expect(source({ chart: 'app-template', image: 'demo' })).toEqual({ kind: 'app-template', image: { key: 'demo' } });
  });

  test.each<[Partial<AppOptions>, string]>([
    [{}, 'what should it run?'],
    [{ image: 'ghcr.io/example/shop' }, '"ghcr.io/example/shop" is no image with the tag of a version'],
    [{ image: 'ghcr.io/example/shop:latest' }, '"ghcr.io/example/shop:latest" is no image with the tag of a version'],
    [{ image: 'https://ghcr.io/shop:1' }, '"https://ghcr.io/shop:1" is no image with the tag of a version'],
    [{ image: 'dmeo' }, 'no image "dmeo" is pinned'],
    [{ chart: 'podinf' }, 'no chart "podinf" is pinned'],
    [{ chart: 'oci://ghcr.io/example/shop' }, '"oci://ghcr.io/example/shop" is no chart with an exact version'],
    [{ chart: 'https://example.org/shop@1.x' }, '"https://example.org/shop@1.x" is no chart with an exact version'],
    [{ chart: 'oci://elsewhere.example/podinfo@6.9.2' }, 'charts/versions.yaml pins chart "podinfo" otherwise'],
    [{ chart: 'podinfo', image: 'demo' }, 'chart podinfo brings its own image'],
    [{ chart: 'app-template' }, 'app-template runs an image, and none is named'],
  ])('%j is refused, with the way out', (options, message) => {
    const refused = () => source(options);
    expect(refused).toThrow(message);
    try {
      refused();
    } catch (error) {
      expect((error as InputError).hint).toBeTruthy();
    }
  });

  test('one name is one version: another tag of a pinned image is refused', () => {
    expect(() => source({ image: 'ghcr.io/example/demo:9.9.9' }, 'demo')).toThrow(
      'charts/versions.yaml pins image "demo" otherwise',
    );
  });
});
