import { field } from '../../../lib/flux/kustomize/built.js';
import type { JsonObject } from '../../../lib/model/json.js';

/** Status of an object when its operator is done with it. */
export type StatusOf = (object: JsonObject) => JsonObject;

const NOW = () => new Date().toISOString().replace(/\.\d+Z$/, 'Z');
const generationOf = (object: JsonObject) => Number(field(object, 'metadata', 'generation') ?? 1);

function condition(type: string, object: JsonObject, observed: boolean): JsonObject {
  const generation = observed ? { observedGeneration: generationOf(object) } : {};
  return {
    type,
    status: 'True',
    reason: 'Simulated',
    message: 'by the end-to-end run',
    lastTransitionTime: NOW(),
    ...generation,
  };
}

const ready: StatusOf = (object) => ({ conditions: [condition('Ready', object, false)] });
const readyObserved: StatusOf = (object) => ({ conditions: [condition('Ready', object, true)] });
const toolkit: StatusOf = (object) => ({ ...readyObserved(object), observedGeneration: generationOf(object) });
const observed: StatusOf = (object) => ({ ...ready(object), observedGeneration: generationOf(object) });

/**
 * What stands in for operators: for each custom kind that something waits for, the status that its operator writes in
 * the end, in its own fields. `group/Kind`. A kind that is not here gets none.
 */
export const STATUSES: Readonly<Record<string, StatusOf>> = {
  'bitnami.com/SealedSecret': (object) => ({
    conditions: [{ ...condition('Synced', object, false), lastUpdateTime: NOW() }],
    observedGeneration: generationOf(object),
  }),
  'external-secrets.io/SecretStore': ready,
  'external-secrets.io/ClusterSecretStore': ready,
  'external-secrets.io/ExternalSecret': (object) => ({
    ...ready(object),
    refreshTime: NOW(),
    syncedResourceVersion: `${generationOf(object)}-simulated`,
  }),
  'external-secrets.io/ClusterExternalSecret': ready,
  'cert-manager.io/Certificate': readyObserved,
  'cert-manager.io/Issuer': readyObserved,
  'cert-manager.io/ClusterIssuer': readyObserved,
  'postgresql.cnpg.io/Cluster': (object) => {
    const instances = Number(field(object, 'spec', 'instances') ?? 1);
    return { ...readyObserved(object), phase: 'Cluster in healthy state', instances, readyInstances: instances };
  },
  'postgresql.cnpg.io/Database': (object) => ({ applied: true, observedGeneration: generationOf(object) }),
  'k8s.mariadb.com/MariaDB': ready,
  'k8s.mariadb.com/Database': ready,
  'k8s.mariadb.com/User': ready,
  'k8s.mariadb.com/Grant': ready,
  'k8s.mariadb.com/Backup': ready,
  'vault.banzaicloud.com/Vault': (object) => ({
    conditions: [condition('Healthy', object, false)],
    leader: `${field(object, 'metadata', 'name')}-0`,
    nodes: [`${field(object, 'metadata', 'name')}-0`],
  }),
  'infra.contrib.fluxcd.io/Terraform': observed,
  'dns.cav.enablers.ob/ClusterZone': (object) => ({
    syncStatus: 'Succeeded',
    observedGeneration: generationOf(object),
  }),
  'dns.cav.enablers.ob/Zone': (object) => ({ syncStatus: 'Succeeded', observedGeneration: generationOf(object) }),
  'gateway.networking.k8s.io/Gateway': (object) => ({
    addresses: [{ type: 'IPAddress', value: '192.0.2.1' }],
    conditions: ['Accepted', 'Programmed'].map((type) => condition(type, object, true)),
  }),
  'gateway.networking.k8s.io/GatewayClass': (object) => ({ conditions: [condition('Accepted', object, true)] }),
  // Flux' own controllers that no module publishes.
  'image.toolkit.fluxcd.io/ImageRepository': toolkit,
  'image.toolkit.fluxcd.io/ImagePolicy': toolkit,
  'image.toolkit.fluxcd.io/ImageUpdateAutomation': toolkit,
  'notification.toolkit.fluxcd.io/Receiver': toolkit,
};
