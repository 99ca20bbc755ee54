import { expect, test } from '@jest/globals';
import { imagesOf } from '../../../lib/flux/images/image-uses.js';
import { formatPath } from '../../../lib/rules/tree-rule.js';
import { fixtureView } from '../../support/fixture-tree.js';

const found = (objects: string) =>
  imagesOf(fixtureView({ objects })).map(({ path, text }) => `${formatPath(path)} ${text}`);

test('images are found wherever pods are, and nothing else is taken for one', () => {
  const objects = `
apiVersion: batch/v1
kind: CronJob
metadata: { name: job, namespace: demo }
spec:
  jobTemplate:
    spec:
      template:
        spec:
          initContainers: [{ name: a, image: 'a:1' }]
          containers: [{ name: b, image: 'b:1' }, { name: none }, { name: broken, image: 'Not An Image' }]
          volumes: [{ name: model, image: { reference: 'model:1' } }, { name: other, emptyDir: {} }]
---
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: { name: p, namespace: demo }
spec: { containers: [{ name: proxy, image: 'proxy:1' }], image: 'quay.io/not-a-pod:1' }
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: r, namespace: demo }
spec: { values: { sidecars: { extraContainers: [], containers: [{ name: s, image: 's:1' }] } } }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: c, namespace: demo }
data: { containers: 'image: c:1' }
`;
  expect(found(objects).sort()).toEqual([
    'spec.containers[0].image proxy:1',
    'spec.jobTemplate.spec.template.spec.containers[0].image b:1',
    'spec.jobTemplate.spec.template.spec.initContainers[0].image a:1',
    'spec.jobTemplate.spec.template.spec.volumes[0].image.reference model:1',
    'spec.values.sidecars.containers[0].image s:1',
  ]);
});

test('what a variable hides is left out', () => {
  expect(
    found(
      "apiVersion: v1\nkind: Pod\nmetadata: { name: p, namespace: demo }\nspec: { containers: [{ name: a, image: '${IMAGE}' }] }\n",
    ),
  ).toEqual([]);
});
