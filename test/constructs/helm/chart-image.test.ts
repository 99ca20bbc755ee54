import { expect, test } from '@jest/globals';
import { chartImage } from '../../../lib/constructs/helm/chart-image.js';
import { type Cluster, HelmApp, type JsonObject, Unit } from '../../../lib/index.js';
import { Repository } from '../../support/repository.js';
import { testCluster } from '../../support/test-cluster.js';

const FILE = 'kubernetes/test/apps/podinfo/app/helmrelease.yaml';
const released = (image: (cluster: Cluster) => JsonObject) =>
  testCluster({}, (c) => {
    new HelmApp(new Unit(c.apps(), 'podinfo', { namespace: 'demo' }), 'podinfo', { values: { image: image(c) } });
  });

test('an image in parts names each of them, so that no default of the chart is left', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  expect(chartImage(`redis:8.2.1@${digest}`)).toEqual({
    ...{ registry: 'docker.io', repository: 'library/redis', tag: '8.2.1', digest },
  });
  expect(chartImage('no image')).toEqual({ repository: 'no image' });
});

test.each([
  ['registry and path apart', (c: Cluster) => chartImage(c.image('robot')) as JsonObject],
  ['registry and path together', (c: Cluster) => c.imageParts('robot') as JsonObject],
])(
  'an image of image automation in the values of a chart, %s, keeps the tag that was committed (S1-51)',
  async (_, image) => {
    const repository = new Repository();
    await repository.synth(released(image));
    expect(repository.read(FILE)).toContain('tag: "20260101000000" # {"$imagepolicy": "flux-system:robot:tag"}\n');
    repository.write({ [FILE]: repository.read(FILE).replace('20260101000000', '20260202000000') });
    const before = repository.tree();
    expect((await repository.synth(released(image))).err).toBe('');
    expect(repository.tree()).toEqual(before);
  },
);
