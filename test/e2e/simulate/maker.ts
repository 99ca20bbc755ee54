import { field, isMap } from '../../../lib/flux/kustomize/built.js';
import { BRINGERS } from '../../../lib/flux/presence/bringers/all.js';
import type { AppliedObject, TreeView } from '../../../lib/flux/tree/view.js';
import type { JsonObject } from '../../../lib/model/json.js';
import { apiGroup } from '../../../lib/model/manifest.js';
import type { ApiClient } from '../api/client.js';
import type { Resources } from '../api/resources.js';
import { standInSecret } from './stand-in-secret.js';

interface Made {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly namespace: string;
  readonly name: string;
  readonly keys: readonly string[];
  readonly template?: { readonly type?: string; readonly labels?: JsonObject; readonly annotations?: JsonObject };
  readonly owner?: JsonObject;
}

/** Secrets and ConfigMaps that operators and charts make of what a tree has. */
export class Maker {
  constructor(
    private readonly api: ApiClient,
    private readonly resources: Resources,
    private readonly view: TreeView,
  ) {}

  /** What an object makes besides itself, as lib/flux/presence knows it. */
  async made(object: JsonObject): Promise<void> {
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

  async make(made: Made): Promise<void> {
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
