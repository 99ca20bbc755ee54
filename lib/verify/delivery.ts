import * as z from 'zod';
import type { ResolvedCluster } from '../model/cluster.js';
import { by } from '../model/code-unit-order.js';
import type { KubeObject } from '../model/manifest.js';
import { namespacesWithSecret } from './pull-secret-namespaces.js';

/** An object on a live cluster that says by its status whether a secret arrived, or what needs it runs. */
export interface LiveObject {
  /** As kubectl names the kind: `externalsecrets.external-secrets.io`. */
  readonly resource: string;
  readonly kind: string;
  readonly name: string;
  /** @default the kind has none */
  readonly namespace?: string;
  /** Pods that have to be ready. @default the object's own condition counts */
  readonly replicas?: number;
}

const GROUP = 'external-secrets.io';
const SYNCED = ['ClusterSecretStore', 'SecretStore', 'ClusterExternalSecret', 'ExternalSecret'];
const WORKLOADS: Readonly<Record<string, string>> = {
  Deployment: 'deployments.apps',
  StatefulSet: 'statefulsets.apps',
};

/**
 * The way from the store to running pods: stores, what is synced from them, the pull secret in each namespace, and the
 * workloads that name it (S0-15, S0-36). Of namespaces that only the cluster knows nothing is said.
 */
export function deliveryOf(cluster: ResolvedCluster, pullSecret: string): readonly LiveObject[] {
  const objects = cluster.units.flatMap(({ manifests }) => manifests.map(({ object }) => object));
  const synced = objects
    .filter(({ apiVersion, kind }) => apiVersion.startsWith(`${GROUP}/`) && SYNCED.includes(kind))
    .map(({ kind, metadata }) => syncedObject(kind, metadata.name, metadata.namespace))
    .sort(by(({ kind, namespace = '', name }) => `${SYNCED.indexOf(kind)} ${namespace} ${name}`));
  const spread = objects.some(({ kind, metadata }) => kind === 'ClusterExternalSecret' && metadata.name === pullSecret)
    ? namespacesWithSecret(cluster, pullSecret).map((one) => syncedObject('ExternalSecret', pullSecret, one))
    : [];
  return [...synced, ...spread, ...objects.flatMap((object) => workload(object, pullSecret))];
}

function syncedObject(kind: string, name: string, namespace?: string): LiveObject {
  const resource = `${kind.toLowerCase()}s.${GROUP}`;
  return { resource, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

const workloadSpec = z.object({
  replicas: z.number().optional(),
  template: z.object({ spec: z.object({ imagePullSecrets: z.array(z.object({ name: z.string() })) }) }),
});

function workload({ kind, metadata: { name, namespace }, spec }: KubeObject, pullSecret: string): LiveObject[] {
  const resource = WORKLOADS[kind];
  const { data } = workloadSpec.safeParse(spec);
  if (resource === undefined || namespace === undefined || data === undefined) return [];
  if (!data.template.spec.imagePullSecrets.some((secret) => secret.name === pullSecret)) return [];
  return [{ resource, kind, name, namespace, replicas: data.replicas ?? 1 }];
}

const status = z.object({
  status: z
    .object({
      readyReplicas: z.number().optional(),
      updatedReplicas: z.number().optional(),
      conditions: z
        .array(
          z.object({
            type: z.string(),
            status: z.string(),
            reason: z.string().optional(),
            message: z.string().optional(),
          }),
        )
        .optional(),
    })
    .optional(),
});

/** Why an object is not what it has to be, from what `kubectl get -o json` prints; undefined when it is. */
export function problemOf({ replicas }: LiveObject, printed: unknown): string | undefined {
  const state = status.catch({}).parse(printed).status ?? {};
  if (replicas !== undefined) {
    const { readyReplicas = 0, updatedReplicas = 0 } = state;
    const running = Math.min(readyReplicas, updatedReplicas);
    return running >= replicas ? undefined : `${running} of ${replicas} pods run as declared`;
  }
  const ready = state.conditions?.find(({ type }) => type === 'Ready');
  if (ready === undefined) return 'nobody has looked at it yet';
  if (ready.status === 'True') return undefined;
  return [ready.reason, ready.message].filter((part) => part !== undefined && part !== '').join(': ') || 'not ready';
}
