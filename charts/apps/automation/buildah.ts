import {
  type AccountRef,
  allowDns,
  allowEgress,
  allowInternet,
  type Cluster,
  denyAll,
  grant,
  PodTemplate,
  podsOf,
  quota,
  READ,
  ServiceAccount,
  Unit,
} from '../../../lib/index.js';
import { REGISTRY } from '../../infrastructure/registry/credentials.js';
import { buildPodPolicy } from './build-pod-policy.js';
import { BUILD_RESOURCES, BUILD_SECURITY, buildahContainer, buildStorage, pushAccess } from './buildah-container.js';
import { buildahScripts, type StorageDriver } from './buildah-scripts.js';

export interface BuildahOptions {
  /** Who starts builds. */
  readonly builder: AccountRef;
  /** @default 'overlay' */
  readonly storage?: StorageDriver;
}

/** Option A: each build is a pod of its own, in a namespace that holds nothing else (S1-32 to S1-34). */
export function buildah(cluster: Cluster, { builder, storage }: BuildahOptions): Unit {
  const unit = new Unit(cluster.apps('automation'), 'buildah', { namespace: 'buildah', podSecurity: BUILD_SECURITY });
  const account = new ServiceAccount(unit, 'buildah');
  const config = buildahScripts(unit, 'pods', storage).mount();
  const layers = buildStorage();
  const push = pushAccess(unit);
  const image = { field: "metadata.annotations['homelab/image']" };

  // Whoever starts a build makes its context.
  unit.brings({ kind: 'ConfigMap', name: 'context', keys: ['context.tar.gz'] });
  new PodTemplate(unit, 'buildah', {
    description: 'Make a ConfigMap with context.tar.gz, name it in volume "context", set annotation homelab/image.',
    annotations: { 'homelab/image': 'registry/path:tag' },
    serviceAccount: account.name,
    automountToken: false,
    timeoutMinutes: 20,
    // The app's own Dockerfile runs before the credentials are there.
    initContainers: {
      build: buildahContainer(unit, config, 'build.sh', {
        env: { IMAGE: image, CONTEXT: '/context/context.tar.gz' },
        mounts: {
          ...layers,
          '/context': { volume: { configMap: { name: 'context' } }, exclusive: false, readOnly: true },
        },
      }),
    },
    containers: {
      push: buildahContainer(unit, config, 'push.sh', {
        env: { ...push.env, IMAGE: image, DIGEST_FILE: '/dev/termination-log' },
        mounts: { ...layers, ...push.mounts },
      }),
    },
    file: 'pod-template.yaml',
  });

  grant(unit, 'build', {
    to: [builder],
    rules: [
      { resources: ['podtemplates'], verbs: ['get'], names: ['buildah'] },
      { resources: ['pods'], verbs: [...READ, 'create', 'delete'] },
      { resources: ['pods/log'], verbs: ['get'] },
      { resources: ['configmaps'], verbs: ['create', 'delete'] },
    ],
  });
  buildPodPolicy(unit, { image: cluster.image('buildah'), account: account.name });
  quota(unit, 'buildah', {
    pods: 2,
    limits: { cpu: '4', memory: '4Gi', 'ephemeral-storage': '20Gi' },
    perContainer: { ...BUILD_RESOURCES, max: BUILD_RESOURCES.limits },
  });
  denyAll(unit);
  allowDns(unit);
  allowInternet(unit);
  const registry = podsOf(REGISTRY.namespace, { 'app.kubernetes.io/name': REGISTRY.name });
  allowEgress(unit, 'allow-registry', { peers: [registry], ports: [REGISTRY.port] });
  return unit;
}
