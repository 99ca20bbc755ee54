import { expect, test } from '@jest/globals';
import { fixtureView } from '../../support/fixture-tree.js';

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      containers: [{ name: web, image: "ghcr.io/example/web:1.0" }]
`;

const COMPONENT = {
  'kubernetes/test/components/quota/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
resources: [quota.yaml]
patches:
  - target: { kind: Deployment }
    patch: |
      - op: add
        path: /spec/replicas
        value: 2
`,
  'kubernetes/test/components/quota/quota.yaml': 'apiVersion: v1\nkind: ResourceQuota\nmetadata: { name: quota }\n',
};

test('what a Flux Kustomization itself changes is what the rules see', () => {
  const view = fixtureView({
    objects: DEPLOYMENT,
    ks: {
      targetNamespace: 'demo',
      nameSuffix: '-blue',
      components: ['../../../components/quota'],
      images: [{ name: 'ghcr.io/example/web', newTag: '2.0' }],
      commonMetadata: { labels: { team: 'home' }, annotations: { about: 'blue' } },
      patches: [
        { target: { kind: 'Deployment' }, patch: 'kind: Deployment\nmetadata: {name: web}\nspec: {paused: true}' },
      ],
    },
    files: COMPONENT,
  });
  const unit = view.units.find(({ name }) => name === 'demo');
  expect(unit?.faults.filter(({ kind }) => kind !== 'not-evaluated')).toEqual([]);
  expect(unit?.objects.map(({ object }) => object)).toEqual([
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name: 'web-blue',
        namespace: 'demo',
        labels: { team: 'home' },
        annotations: { about: 'blue' },
      },
      spec: {
        replicas: 2,
        paused: true,
        template: { spec: { containers: [{ name: 'web', image: 'ghcr.io/example/web:2.0' }] } },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'quota-blue', namespace: 'demo', labels: { team: 'home' }, annotations: { about: 'blue' } },
    },
  ]);
});

test('a component that is not there keeps the unit from being built', () => {
  const view = fixtureView({ objects: DEPLOYMENT, ks: { components: ['../gone'] } });
  const faults = view.units.flatMap((unit) => unit.faults.map(({ kind, message }) => `${kind}: ${message}`));
  expect(faults).toEqual(['build: lists "../gone", which does not exist']);
});
