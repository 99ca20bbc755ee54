import { describe, expect, test } from '@jest/globals';
import { Cluster as ClusterModel } from '@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/Cluster';
import { HelmRelease as HelmReleaseModel } from '@kubernetes-models/flux-cd/helm.toolkit.fluxcd.io/v2/HelmRelease';
import { ImagePolicy as ImagePolicyModel } from '@kubernetes-models/flux-cd/image.toolkit.fluxcd.io/v1/ImagePolicy';
import { Receiver as ReceiverModel } from '@kubernetes-models/flux-cd/notification.toolkit.fluxcd.io/v1/Receiver';
import { OCIRepository as OCIRepositoryModel } from '@kubernetes-models/flux-cd/source.toolkit.fluxcd.io/v1/OCIRepository';
import { HTTPRoute as HTTPRouteModel } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute';
import { type ApiObject, Chart, Testing } from 'cdk8s';
import { HTTPRoute, TCPRoute } from '../../imports/gateway.networking.k8s.io.js';
import { HelmChartConfig } from '../../imports/helm.cattle.io.js';
import { HelmRelease } from '../../imports/helm.toolkit.fluxcd.io.js';
import { ImagePolicy } from '../../imports/image.toolkit.fluxcd.io.js';
import { IPAddressPool, L2Advertisement } from '../../imports/metallb.io.js';
import { Receiver } from '../../imports/notification.toolkit.fluxcd.io.js';
import { Cluster } from '../../imports/postgresql.cnpg.io.js';
import { OCIRepository } from '../../imports/source.toolkit.fluxcd.io.js';

/** A model class of the packages: what it is made of is what it validates. */
type ModelClass = new (data: never) => { validate(): void };

function validate(model: ModelClass, object: ApiObject): void {
  new model(object.toJson() as never).validate();
}

const chart = () => new Chart(Testing.app(), 'chart', { namespace: 'apps' });
const metadata = { name: 'demo' };

const release = (interval: string) =>
  new HelmRelease(chart(), 'release', {
    metadata,
    spec: { interval, chartRef: { kind: 'OCIRepository', name: 'demo' }, values: { replicas: 1 } },
  });

describe('objects made through imports pass the validator of their model package', () => {
  test('HelmRelease', () => {
    expect(() => validate(HelmReleaseModel, release('1h'))).not.toThrow();
  });

  test('OCIRepository', () => {
    const spec = { interval: '1h', url: 'oci://charts.example/demo', ref: { tag: '1.2.3' } };
    expect(() => validate(OCIRepositoryModel, new OCIRepository(chart(), 'source', { metadata, spec }))).not.toThrow();
  });

  test('Receiver, of arrays that are readonly as constructs hand them on', () => {
    const events: readonly string[] = ['ping', 'push'];
    const receiver = new Receiver(chart(), 'receiver', {
      metadata,
      spec: {
        type: 'github',
        events,
        secretRef: { name: 'token' },
        resources: [{ kind: 'GitRepository', name: 'flux-system' }],
      },
    });
    expect(() => validate(ReceiverModel, receiver)).not.toThrow();
  });

  test('ImagePolicy', () => {
    const policy = new ImagePolicy(chart(), 'policy', {
      metadata,
      spec: { imageRepositoryRef: { name: 'demo' }, policy: { semver: { range: '1.x' } } },
    });
    expect(() => validate(ImagePolicyModel, policy)).not.toThrow();
  });

  test('Cluster', () => {
    const cluster = new Cluster(chart(), 'cluster', { metadata, spec: { instances: 3, storage: { size: '10Gi' } } });
    expect(() => validate(ClusterModel, cluster)).not.toThrow();
  });

  test('HTTPRoute', () => {
    const route = new HTTPRoute(chart(), 'route', {
      metadata,
      spec: {
        parentRefs: [{ name: 'internal' }],
        hostnames: ['demo.example.org'],
        rules: [{ backendRefs: [{ name: 'demo', port: 80 }] }],
      },
    });
    expect(() => validate(HTTPRouteModel, route)).not.toThrow();
  });
});

describe('an object made through imports', () => {
  test('is refused by its model when an interval is no duration', () => {
    expect(() => validate(HelmReleaseModel, release('banana'))).toThrow(/interval/);
  });

  test('has the version, kind and namespace that the cluster expects', () => {
    expect(release('1h').toJson()).toMatchObject({
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata: { name: 'demo', namespace: 'apps' },
    });
    expect(TCPRoute.apiVersion).toBe('gateway.networking.k8s.io/v1');
  });

  test('is refused by the type checker when it is misspelt or of the wrong type', () => {
    // @ts-expect-error the spec of a Cluster is required
    new Cluster(chart(), 'a', { metadata });
    // @ts-expect-error the resources of a Receiver are required
    new Receiver(chart(), 'b', { spec: { type: 'github', secretRef: { name: 'token' } } });
    // @ts-expect-error interval is text
    new HelmRelease(chart(), 'c', { spec: { interval: 5 } });
    // @ts-expect-error no such property
    new HelmRelease(chart(), 'd', { spec: { interval: '5m', chartReference: { kind: 'HelmChart', name: 'x' } } });
  });
});

describe('a construct whose kind has a zod schema', () => {
  test('has the fields of the schema, and arrays that are readonly', () => {
    const addresses: readonly string[] = ['192.0.2.0/28'];
    const pool = new IPAddressPool(chart(), 'pool', { metadata, spec: { addresses, autoAssign: false } });
    expect(pool.toJson()).toEqual({
      apiVersion: 'metallb.io/v1beta1',
      kind: 'IPAddressPool',
      metadata: { name: 'demo', namespace: 'apps' },
      spec: { addresses: ['192.0.2.0/28'], autoAssign: false },
    });
    new L2Advertisement(chart(), 'all', { metadata });
    new HelmChartConfig(chart(), 'traefik', { metadata, spec: { valuesContent: 'service: {}' } });
  });

  test('is refused by the type checker when it is misspelt or of the wrong type', () => {
    // @ts-expect-error the addresses of a pool are required
    new IPAddressPool(chart(), 'a', { spec: {} });
    // @ts-expect-error no such property
    new IPAddressPool(chart(), 'b', { spec: { addresses: [], autoassign: true } });
    // @ts-expect-error no such policy
    new HelmChartConfig(chart(), 'c', { spec: { failurePolicy: 'retries' } });
  });
});
