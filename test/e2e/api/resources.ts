import { field, mapsOf } from '../../../lib/flux/kustomize/built.js';
import type { JsonObject } from '../../../lib/model/json.js';
import type { ResourceId } from '../../../lib/model/manifest.js';
import type { ApiClient } from './client.js';

const DISCOVERY = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** A kind as the API serves it. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

/** Which kinds the API serves, and under which paths. Asks again where a kind is not known: definitions come later. */
export class Resources {
  private known = new Map<string, Resource>();

  constructor(private readonly api: ApiClient) {}

  /** Every kind once, at the version that the API prefers. */
  async all(): Promise<readonly Resource[]> {
    await this.refresh();
    const preferred = new Map<string, Resource>();
    for (const one of this.known.values()) {
      const key = `${one.group}/${one.kind}`;
      if (!preferred.has(key)) preferred.set(key, one);
    }
    return [...preferred.values()];
  }

  /** @returns undefined where the API serves no such kind. */
  async find(apiVersion: string, kind: string): Promise<Resource | undefined> {
    const key = `${apiVersion}/${kind}`;
    if (!this.known.has(key)) await this.refresh();
    return this.known.get(key);
  }

  /** Path of one object. @throws Error where the API does not serve its kind */
  async pathOf(object: JsonObject): Promise<string> {
    const { apiVersion, kind } = object;
    const resource = await this.find(String(apiVersion), String(kind));
    if (resource === undefined) throw new Error(`the API serves no ${kind} of ${apiVersion}`);
    const name = String(field(object, 'metadata', 'name'));
    return `${collectionOf(resource, String(field(object, 'metadata', 'namespace') ?? 'default'))}/${name}`;
  }

  /** Path of an object by its identity, at the version that the API prefers. */
  async pathById({ group, kind, namespace, name }: ResourceId): Promise<string | undefined> {
    const at = () => [...this.known.values()].find((one) => one.group === group && one.kind === kind);
    if (at() === undefined) await this.refresh();
    const resource = at();
    return resource === undefined ? undefined : `${collectionOf(resource, namespace)}/${name}`;
  }

  private async refresh(): Promise<void> {
    const lists = await Promise.all([this.api.get('/api', DISCOVERY), this.api.get('/apis', DISCOVERY)]);
    this.known = new Map(lists.flatMap(resourcesOf).map((one) => [`${apiVersionOf(one)}/${one.kind}`, one]));
  }
}

/** Path of all objects of a kind: in a namespace, or everywhere. */
export function collectionOf(resource: Resource, namespace?: string): string {
  const { group, version, plural, namespaced } = resource;
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return namespaced && namespace !== undefined ? `${root}/namespaces/${namespace}/${plural}` : `${root}/${plural}`;
}

export function apiVersionOf({ group, version }: Pick<Resource, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}

function resourcesOf(list: JsonObject): Resource[] {
  return mapsOf(list.items).flatMap((item) => {
    const group = String(field(item, 'metadata', 'name') ?? '');
    return mapsOf(item.versions).flatMap(({ version, resources }) =>
      mapsOf(resources).map((one) => ({
        group,
        version: String(version),
        kind: String(field(one, 'responseKind', 'kind')),
        plural: String(one.resource),
        namespaced: one.scope === 'Namespaced',
        verbs: (one.verbs ?? []) as readonly string[],
      })),
    );
  });
}
