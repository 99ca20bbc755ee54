import { setMaxListeners } from 'node:events';
import { field, isMap, mapsOf } from '../../lib/flux/kustomize/built.js';
import { BRINGERS } from '../../lib/flux/presence/bringers/all.js';
import type { AppliedObject, TreeView } from '../../lib/flux/tree/view.js';
import type { JsonObject } from '../../lib/model/json.js';
import { apiGroup } from '../../lib/model/manifest.js';
import { type ApiClient, ApiError } from './api/client.js';
import { follow } from './api/follow.js';
import { collectionOf, type Resource, type Resources } from './api/resources.js';
import { runPod } from './simulate/kubelet.js';
import { standInSecret } from './simulate/stand-in-secret.js';
import { STATUSES } from './simulate/statuses.js';

/**
 * Everything that is simulated in a run, and nothing besides:
 * - pods: no container starts (simulate/kubelet.ts); their controllers are the real ones,
 * - volumes and load balancers: a claim is bound and a Service has an address at once,
 * - operators: status of their custom resources (simulate/statuses.ts), and the Secrets and ConfigMaps that they make,
 * - what charts bring beside definitions and others name: Secrets and ConfigMaps with the keys that the charts declare.
 */
export class Simulator {
  private readonly stop = stopper();
  /** What cannot be simulated yet, and why: pods that wait for a Secret or ConfigMap above all. */
  readonly waiting = new Map<string, string>();
  private readonly written = new Map<string, unknown>();

  constructor(
    private readonly api: ApiClient,
    private readonly resources: Resources,
    private readonly view: TreeView,
  ) {}

  start(): void {
    const core = (kind: string, plural: string, handle: (object: JsonObject) => Promise<unknown>) => {
      const verbs = ['list', 'watch', 'get'];
      this.follow({ group: '', version: 'v1', kind, plural, namespaced: true, verbs }, handle);
    };
    core('Pod', 'pods', (pod) => this.pod(pod));
    core('PersistentVolumeClaim', 'persistentvolumeclaims', (claim) => this.claim(claim));
    core('Service', 'services', (service) => this.service(service));
    core('Namespace', 'namespaces', (namespace) => this.namespace(namespace));
    for (const kind of ['Secret', 'ConfigMap']) core(kind, `${kind.toLowerCase()}s`, (object) => this.made(object));
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
      (one) => this.made(one),
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
      if (kind === 'Secret' || kind === 'ConfigMap') await this.make({ kind, namespace: own, name, keys });
    }
  }

  private async custom(object: JsonObject, resource: Resource): Promise<void> {
    if (field(object, 'metadata', 'deletionTimestamp') !== undefined) return;
    await this.made(object);
    const status = STATUSES[`${resource.group}/${resource.kind}`]?.(object);
    const { namespace, name, uid, generation } = object.metadata as JsonObject;
    // Once a generation: a field that the definition does not know would be written for ever.
    if (status === undefined || isThere(object.status, status) || this.written.get(String(uid)) === generation) return;
    this.written.set(String(uid), generation);
    await this.api.merge(`${collectionOf(resource, namespace as string | undefined)}/${name}/status`, { status });
  }

  /** What an object makes besides itself, as lib/flux/presence knows it. */
  private async made(object: JsonObject): Promise<void> {
    if (field(object, 'metadata', 'deletionTimestamp') !== undefined) return;
    const { kind, metadata } = object as { kind: string; metadata: { name: string; namespace?: string; uid: string } };
    const group = apiGroup(String(object.apiVersion));
    const bring = BRINGERS.get(`${group}/${kind}`);
    if (bring === undefined) return;
    const id = {
      group,
      kind,
      name: metadata.name,
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
    };
    const applied = { id, object, document: { file: '', index: 0, object }, sealed: false } satisfies AppliedObject;
    for (const brought of bring(applied, this.view)) {
      const namespace = brought.namespace ?? metadata.namespace;
      const { kind: made, name, keys } = brought;
      if (made === 'ExternalSecret' && namespace !== undefined) await this.spread(object, namespace, name);
      // Its ExternalSecrets make the Secrets.
      if (kind === 'ClusterExternalSecret') continue;
      if (namespace === undefined || (made !== 'Secret' && made !== 'ConfigMap')) continue;
      const owner = { apiVersion: object.apiVersion, kind, name: metadata.name, uid: metadata.uid } as JsonObject;
      const own = namespace === metadata.namespace && group !== '' ? { owner } : {};
      await this.make({ kind: made, namespace, name, keys: keys ?? [], template: templateOf(object), ...own });
    }
  }

  /** The ExternalSecret that a ClusterExternalSecret makes in one of its namespaces. */
  private async spread({ apiVersion, spec }: JsonObject, namespace: string, name: string): Promise<void> {
    const metadata = { namespace, name };
    const object = {
      apiVersion,
      kind: 'ExternalSecret',
      metadata,
      spec: field(spec, 'externalSecretSpec'),
    } as JsonObject;
    await this.api.apply(await this.resources.pathOf(object), object, { manager: 'external-secrets' });
  }

  private async make(made: Made): Promise<void> {
    const { kind, namespace, name, template = {} } = made;
    const known = this.view.settings.knownValues.get(`${namespace}/${name}`) ?? new Map();
    const path = `/api/v1/namespaces/${namespace}/${kind.toLowerCase()}s`;
    const there = await this.api.get(`${path}/${name}`).catch(() => undefined);
    const missing = [...made.keys].filter((key) => !isMap(there?.data) || !(key in there.data));
    if (there !== undefined && missing.length === 0) return;
    const object = standInSecret({ ...made, keys: missing, known, ...template });
    if (there === undefined) await this.api.create(path, object);
    else await this.api.merge(`${path}/${name}`, { data: object.data as JsonObject });
  }
}

interface Made {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly namespace: string;
  readonly name: string;
  readonly keys: readonly string[];
  readonly template?: { readonly type?: string; readonly labels?: JsonObject; readonly annotations?: JsonObject };
  readonly owner?: JsonObject;
}

/** Many watches end with it. */
function stopper(): AbortController {
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  return stop;
}

/** Type and labels that a SealedSecret or ExternalSecret gives its Secret. */
function templateOf({ spec }: JsonObject): NonNullable<Made['template']> {
  const template = field(spec, 'target', 'template') ?? field(spec, 'template');
  const [type, metadata] = [field(template, 'type'), field(template, 'metadata')];
  const [labels, annotations] = [field(metadata, 'labels'), field(metadata, 'annotations')];
  return {
    ...(typeof type === 'string' ? { type } : {}),
    ...(isMap(labels) ? { labels } : {}),
    ...(isMap(annotations) ? { annotations } : {}),
  };
}

/** True where a status has what would be written, but for times. */
function isThere(status: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted))
    return wanted.every((one, index) => isThere((status as unknown[] | undefined)?.[index], one));
  if (!isMap(wanted)) return status === wanted;
  return Object.entries(wanted).every(([name, value]) => /Time$/.test(name) || isThere(field(status, name), value));
}
