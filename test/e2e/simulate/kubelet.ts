import { field, mapsOf } from '../../../lib/flux/kustomize/built.js';
import type { JsonObject } from '../../../lib/model/json.js';
import { type ApiClient, ApiError } from '../api/client.js';
import { podReferences } from './pod-references.js';

const ADDRESS = '10.244.0.1';

/**
 * What a node would do with a pod, but for running it: nothing while a Secret or ConfigMap that it names is missing,
 * otherwise it is Ready at once; a Job's pod has succeeded.
 *
 * @returns what the pod waits for; undefined where it has started
 */
export async function runPod(api: ApiClient, pod: JsonObject): Promise<string | undefined> {
  const namespace = String(field(pod, 'metadata', 'namespace'));
  const path = `/api/v1/namespaces/${namespace}/pods/${field(pod, 'metadata', 'name')}`;
  const missing = await missingReference(api, namespace, pod.spec);
  const phase = field(pod, 'status', 'phase');
  if (missing !== undefined) {
    if (phase === 'Pending' && field(pod, 'status', 'message') === missing) return missing;
    await api.merge(`${path}/status`, {
      status: { phase: 'Pending', reason: 'CreateContainerConfigError', message: missing },
    });
    return missing;
  }
  if (phase === 'Running' || phase === 'Succeeded') return undefined;
  const ofJob = mapsOf(field(pod, 'metadata', 'ownerReferences')).some(({ kind }) => kind === 'Job');
  await api.merge(`${path}/status`, { status: ofJob ? finished(pod) : running(pod) });
  return undefined;
}

/** The first Secret, ConfigMap or key of one that is not there. */
export async function missingReference(api: ApiClient, namespace: string, spec: unknown): Promise<string | undefined> {
  for (const { kind, name, key } of podReferences(spec)) {
    const plural = kind === 'Secret' ? 'secrets' : 'configmaps';
    const object = await api.get(`/api/v1/namespaces/${namespace}/${plural}/${name}`).catch((error: unknown) => {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    });
    if (object === undefined) return `${kind} ${namespace}/${name} is not there`;
    const keys = { ...(object.data as JsonObject | undefined), ...(object.binaryData as JsonObject | undefined) };
    if (key !== undefined && !(key in keys)) return `${kind} ${namespace}/${name} has no key ${key}`;
  }
  return undefined;
}

function running(pod: JsonObject): JsonObject {
  const now = new Date().toISOString();
  const conditions = ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map((type) => ({
    type,
    status: 'True',
    lastTransitionTime: now,
  }));
  const containerStatuses = mapsOf(field(pod, 'spec', 'containers')).map(({ name, image }) => ({
    ...{ name, image, imageID: '', ready: true, started: true, restartCount: 0 },
    state: { running: { startedAt: now } },
  }));
  const address = { podIP: ADDRESS, podIPs: [{ ip: ADDRESS }] };
  return {
    phase: 'Running',
    reason: null,
    message: null,
    startTime: now,
    conditions,
    containerStatuses,
    ...address,
  } as unknown as JsonObject;
}

function finished(pod: JsonObject): JsonObject {
  const now = new Date().toISOString();
  const containerStatuses = mapsOf(field(pod, 'spec', 'containers')).map(({ name, image }) => ({
    ...{ name, image, imageID: '', ready: false, started: false, restartCount: 0 },
    state: { terminated: { exitCode: 0, startedAt: now, finishedAt: now, reason: 'Completed' } },
  }));
  return {
    phase: 'Succeeded',
    reason: null,
    message: null,
    startTime: now,
    containerStatuses,
  } as unknown as JsonObject;
}
