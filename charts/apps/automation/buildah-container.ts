import {
  type ContainerProps,
  DeclaredSecret,
  dockerConfig,
  emptyDir,
  type Mount,
  type PodSecurity,
  type Unit,
} from '../../../lib/index.js';
import { REGISTRY, registryCredential } from '../../infrastructure/registry/credentials.js';
import { BUILDAH_CONFIG } from './buildah-scripts.js';

/** Builds push past the tunnel, whose proxy refuses layers of 100 MB and more (trap 8). */
const REGISTRY_ADDRESS = `${REGISTRY.name}.${REGISTRY.namespace}.svc.cluster.local:${REGISTRY.port}`;

/** Why a namespace with rootless builds cannot be restricted, nor baseline (S1-78, trap 23). */
export const BUILD_SECURITY: PodSecurity = {
  level: 'privileged',
  reason: 'rootless buildah makes a user namespace and mounts in it, which the default seccomp profile forbids',
};

/** For one build on a node with 8 GB (S1-34). */
export const BUILD_RESOURCES = {
  requests: { cpu: '250m', memory: '512Mi', 'ephemeral-storage': '1Gi' },
  limits: { cpu: '2', memory: '2Gi', 'ephemeral-storage': '10Gi' },
} as const;

/** Layers and images, for as long as the pod lives. */
export function buildStorage() {
  return { '/home/build/.local/share/containers': emptyDir({ sizeLimit: '8Gi' }) };
}

/** A container with buildah: user 1000, and just what newuidmap and mount need (S1-32). */
export function buildahContainer(unit: Unit, config: Mount, script: string, props: Partial<ContainerProps>) {
  return {
    image: unit.cluster.image('buildah'),
    command: ['/bin/sh', `${BUILDAH_CONFIG}/${script}`],
    resources: BUILD_RESOURCES,
    // Layers on their way are kept in /var/tmp.
    writableRoot: true,
    security: {
      allowPrivilegeEscalation: true,
      capabilities: { drop: ['ALL'], add: ['SETGID', 'SETUID'] },
      seccompProfile: { type: 'Unconfined' },
      appArmorProfile: { type: 'Unconfined' },
    },
    ...props,
    env: {
      HOME: '/home/build',
      BUILDAH_ISOLATION: 'chroot',
      CONTAINERS_STORAGE_CONF: `${BUILDAH_CONFIG}/storage.conf`,
      ...props.env,
    },
    mounts: { [BUILDAH_CONFIG]: config, ...props.mounts },
  } satisfies ContainerProps;
}

/** What pushing needs besides: the address, and the credentials of the registry's existing user (S1-37). */
export function pushAccess(unit: Unit): Required<Pick<ContainerProps, 'env' | 'mounts'>> {
  const keys = dockerConfig(REGISTRY_ADDRESS, registryCredential('username'), registryCredential('password'));
  const secret = new DeclaredSecret(unit, 'registry-push', keys);
  return {
    env: { REGISTRY: REGISTRY_ADDRESS, REGISTRY_AUTH_FILE: '/etc/registry/.dockerconfigjson' },
    mounts: { '/etc/registry': secret.files({ mode: 0o400 }) },
  };
}
