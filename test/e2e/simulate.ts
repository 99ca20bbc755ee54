import { setMaxListeners } from 'node:events';
import { field, isMap, mapsOf } from '../../lib/flux/kustomize/built.js';
import { BRINGERS } from '../../lib/flux/presence/bringers/all.js';
import type { TreeView } from '../../lib/flux/tree/view.js';
import type { JsonObject } from '../../lib/model/json.js';
import { type ApiClient, ApiError } from './api/client.js';
import { follow } from './api/follow.js';
import { collectionOf, type Resource, type Resources } from './api/resources.js';
import { runPod } from './simulate/kubelet.js';
import { Maker } from './simulate/maker.js';
import { STATUSES } from './simulate/statuses.js';

/**
 * Everything that is simulated in a run, and nothing besides:
 * - pods: no container starts (simulate/kubelet.ts); their controllers are the real ones,
 * - volumes and load balancers: a claim is bound and a Service has an address at once,
 * - operators: status of their custom resources (simulate/statuses.ts), and the Secrets and ConfigMaps that they make
 *   (simulate/maker.ts),
 * - what charts bring beside definitions and others name: Secrets and ConfigMaps with the keys that the charts declare.
 */
export class Simulator {
  private readonly stop = stopper();
  /** What cannot be simulated yet, and why: pods that wait for a Secret or ConfigMap above all. */
  readonly waiting = new Map<string, string>();
  private readonly written = new Map<string, unknown>();
  private readonly maker: Maker;

  constructor(
    private readonly api: ApiClient,
    private readonly resources: Resources,
    private readonly view: TreeView,
  ) {
    this.maker = new Maker(api, resources, view);
  }

  start(): void {
    const core = (kind: string, plural: string, handle: (object: JsonObject) => Promise<unknown>) => {
      const verbs = ['list', 'watch', 'get'];
      this.follow({ group: '', version: 'v1', kind, plural, namespaced: true, verbs }, handle);
    };
    core('Pod', 'pods', (pod) => this.pod(pod));
    core('PersistentVolumeClaim', 'persistentvolumeclaims', (claim) => this.claim(claim));
    core('Service', 'services', (service) => this.service(service));
    core('Namespace', 'namespaces', (namespace) => this.namespace(namespace));
    for (const kind of ['Secret', 'ConfigMap'])
      core(kind, `${kind.toLowerCase()}s`, (object) => this.maker.made(object));
    const definitions = { group: 'apiextensions.k8s.io', version: 'v1', kind: 'CustomResourceDefinition' };
    const followed = new Set<string>();
    this.follow(
      { ...definitions, plural: 'customresourcedefinitions', namespaced: false, verbs: [] },
      async ({ spec, status }) => {
        const [group, kind] = [String(field(spec, 'group')), String(field(spec, 'names', 'kind'))];
        const key = `${group}/${kind}`;
        const conditions = mapsOf(field(status, 'conditions'));
        const served = conditions.some((one) => one.type === 'Established' && one.status === 'True');
        if (!served || followed.has(key) || !(key in STATUSES || BRINGERS.has(key))) return;
        const resource = (await this.resources.all()).find((one) => one.group === group && one.kind === kind);
        if (resource === undefined) throw new ApiError(404, 'NotFound', `${key} is not served yet`);
        followed.add(key);
        this.follow(resource, (object) => this.custom(object, resource));
      },
    );
    this.follow(
      { group: 'networking.k8s.io', version: 'v1', kind: 'Ingress', plural: 'ingresses', namespaced: true, verbs: [] },
      (one) => this.maker.made(one),
    );
  }

  end(): void {
    this.stop.abort();
  }

  private follow(resource: Resource, handle: (object: JsonObject) => Promise<unknown>): void {
    const tried = ({ kind, metadata }: JsonObject, problem: string | undefined) => {
      const key = `${kind} ${field(metadata, 'namespace') ?? ''}/${field(metadata, 'name')}`;
      if (problem === undefined) this.waiting.delete(key);
      else this.waiting.set(key, problem);
    };
    void follow(this.api, resource, { handle, tried }, this.stop.signal);
  }

  private async pod(pod: JsonObject): Promise<void> {
    const missing = await runPod(this.api, pod);
    // Tried again: a kubelet looks every few seconds.
    if (missing !== undefined) throw new Error(missing);
  }

  private async claim(claim: JsonObject): Promise<void> {
    if (field(claim, 'status', 'phase') === 'Bound') return;
    const { accessModes, resources } = (claim.spec ?? {}) as JsonObject;
    const capacity = field(resources, 'requests');
    await this.writeStatus(claim, 'persistentvolumeclaims', { phase: 'Bound', accessModes, capacity } as JsonObject);
  }

  private async service(service: JsonObject): Promise<void> {
    if (field(service, 'spec', 'type') !== 'LoadBalancer' || field(service, 'status', 'loadBalancer', 'ingress'))
      return;
    await this.writeStatus(service, 'services', { loadBalancer: { ingress: [{ ip: '192.0.2.10' }] } });
  }

  private writeStatus(object: JsonObject, plural: string, status: JsonObject): Promise<JsonObject> {
    const { namespace, name } = object.metadata as JsonObject;
    return this.api.merge(`/api/v1/namespaces/${namespace}/${plural}/${name}/status`, { status });
  }

  /** What charts and other tools bring to a namespace. */
  private async namespace({ metadata }: JsonObject): Promise<void> {
    const own = String(field(metadata, 'name'));
    for (const { kind, namespace, name, keys } of this.view.settings.external) {
      if (namespace !== own || name.endsWith('*') || keys === undefined) continue;
      if (kind === 'Secret' || kind === 'ConfigMap') await this.maker.make({ kind, namespace: own, name, keys });
    }
  }

  private async custom(object: JsonObject, resource: Resource): Promise<void> {
    if (field(object, 'metadata', 'deletionTimestamp') !== undefined) return;
    await this.maker.made(object);
    const status = STATUSES[`${resource.group}/${resource.kind}`]?.(object);
    const { namespace, name, uid, generation } = object.metadata as JsonObject;
    // Once a generation: a field that the definition does not know would be written for ever.
    if (status === undefined || isThere(object.status, status) || this.written.get(String(uid)) === generation) return;
    this.written.set(String(uid), generation);
    await this.api.merge(`${collectionOf(resource, namespace as string | undefined)}/${name}/status`, { status });
  }
}

/** Many watches end with it. */
function stopper(): AbortController {
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  return stop;
}

/** True where a status has what would be written, but for times. */
function isThere(status: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted))
    return wanted.every((one, index) => isThere((status as unknown[] | undefined)?.[index], one));
  if (!isMap(wanted)) return status === wanted;
  return Object.entries(wanted).every(([name, value]) => /Time$/.test(name) || isThere(field(status, name), value));
}
