import { dockerConfig, variable } from '../../../lib/index.js';

/** The registry's unit, Service and Secret, and the namespace of all. */
export const REGISTRY = { name: 'docker-registry', namespace: 'registry', port: 5000 } as const;

/** Host of the registry as images name it. */
export const REGISTRY_HOST = variable('REGISTRY_URL');

/** A key of the Secret with the user that n8n, builds and Flux share (S1-13). */
export function registryCredential(key: 'username' | 'password') {
  return { ref: { namespace: REGISTRY.namespace, name: REGISTRY.name, key } };
}

/** The pull secret for the registry, in whichever namespace needs one (S1-17, S1-19, trap 20). */
export function registryPullSecret() {
  return dockerConfig(REGISTRY_HOST, registryCredential('username'), registryCredential('password'));
}
