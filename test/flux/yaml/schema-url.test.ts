import { expect, test } from '@jest/globals';
import { schemaUrl } from '../../../lib/flux/yaml/schema-url.js';

const kubernetes = 'https://raw.githubusercontent.com/yannh/kubernetes-json-schema/master/v1.34.2-standalone-strict';
const homeOps = 'https://kubernetes-schemas.pages.dev';

test.each([
  ['apps/v1', 'Deployment', `${kubernetes}/deployment-apps-v1.json`],
  ['v1', 'Service', `${kubernetes}/service-v1.json`],
  ['networking.k8s.io/v1', 'Ingress', `${kubernetes}/ingress-networking-v1.json`],
  ['rbac.authorization.k8s.io/v1', 'Role', `${kubernetes}/role-rbac-v1.json`],
  ['helm.toolkit.fluxcd.io/v2', 'HelmRelease', `${homeOps}/helm.toolkit.fluxcd.io/helmrelease_v2.json`],
  ['kustomize.toolkit.fluxcd.io/v1', 'Kustomization', `${homeOps}/kustomize.toolkit.fluxcd.io/kustomization_v1.json`],
  ['kustomize.config.k8s.io/v1beta1', 'Kustomization', 'https://json.schemastore.org/kustomization'],
  ['gateway.networking.k8s.io/v1', 'HTTPRoute', `${homeOps}/gateway.networking.k8s.io/httproute_v1.json`],
  [
    'metallb.io/v1beta1',
    'IPAddressPool',
    'https://raw.githubusercontent.com/datreeio/CRDs-catalog/main/metallb.io/ipaddresspool_v1beta1.json',
  ],
])('an editor finds the schema of %s %s', (apiVersion, kind, url) => {
  expect(schemaUrl({ apiVersion, kind, kubernetesVersion: '1.34.2' })).toBe(url);
});

test.each([
  ['example.com/v1', 'Thing'],
  ['constructor/v1', 'Thing'],
  ['apps/v1', 'Thing'],
  ['kustomize.config.k8s.io/v1alpha1', 'Component'],
])('an editor is not sent to a page that does not exist: %s %s', (apiVersion, kind) => {
  expect(schemaUrl({ apiVersion, kind, kubernetesVersion: '1.34.2' })).toBeUndefined();
});
