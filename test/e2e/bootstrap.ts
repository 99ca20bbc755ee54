import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { field } from '../../lib/flux/kustomize/built.js';
import type { TreeView } from '../../lib/flux/tree/view.js';
import type { ResolvedCluster } from '../../lib/model/cluster.js';
import type { JsonObject } from '../../lib/model/json.js';
import type { ApiClient } from './api/client.js';
import type { Resources } from './api/resources.js';
import { definitionsOf } from './chart-shelf.js';
import type { Definition } from './definitions.js';
import { waitUntil } from './system/wait-until.js';
import type { WorkingCopy } from './working-copy.js';

const FLUX = ['source', 'kustomize', 'helm', 'image', 'notification'].map((name) => `${name}.toolkit.fluxcd.io`);

export interface Bootstrap {
  readonly api: ApiClient;
  readonly resources: Resources;
  readonly copy: WorkingCopy;
  readonly view: TreeView;
  readonly cluster: ResolvedCluster;
  readonly published: readonly Definition[];
}

/** What `flux install` and the cluster's own distribution bring: definitions and namespaces. */
export async function prepareCluster({ api, resources, view, cluster, published }: Bootstrap): Promise<void> {
  const definitions: Definition[] = [];
  for (const group of [...FLUX, ...view.settings.externalGroups.keys()])
    definitions.push(...(await definitionsOf(group, published)));
  await Promise.all(definitions.map(async (definition) => api.apply(await resources.pathOf(definition), definition)));
  const kinds = definitions.map(({ spec }) => spec);
  await waitUntil('the definitions', 60_000, async () => {
    const served = await resources.all();
    const there = ({ group, names }: Definition['spec']) =>
      served.some((one) => one.group === group && one.kind === names.kind);
    return kinds.every(there) ? true : undefined;
  });
  const outside = view.settings.external.filter(({ kind }) => kind === 'Namespace').map(({ name }) => name);
  for (const name of new Set([cluster.flux.namespace, ...outside])) {
    const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
    await api.apply(await resources.pathOf(object), object, { manager: 'bootstrap' });
  }
}

/** By hand, as the docs say: the key, the credentials of Git, and the root objects. Nothing else is. */
export async function bootstrap({ api, resources, copy, cluster }: Bootstrap, tree: string): Promise<void> {
  const apply = async (object: JsonObject) =>
    api.apply(await resources.pathOf(object), object, { manager: 'bootstrap' });
  const { namespace, git } = cluster.flux;
  if (copy.files().some((path) => path.endsWith('.sops.yaml'))) await apply(await fluxKey(copy, copy.ageKey));
  if (git.secretName !== undefined) {
    const metadata = { namespace, name: git.secretName };
    // Over HTTP, Flux wants a name and a password where the deploy key would be.
    await apply({ apiVersion: 'v1', kind: 'Secret', metadata, stringData: { username: 'e2e', password: 'e2e' } });
  }
  for (const object of rootObjects(tree, copy.cluster)) await apply(object);
}

/** The Secret with an age key, made by the command that the docs name. */
export async function fluxKey(copy: WorkingCopy, key: string): Promise<JsonObject> {
  return JSON.parse(await copy.command('secrets', 'flux-key', '--cluster', copy.cluster, '--age-key', key, '--json'));
}

function rootObjects(tree: string, cluster: string): JsonObject[] {
  const folder = join(tree, 'kubernetes', cluster, 'flux', 'bootstrap');
  const read = (name: string) =>
    parseAllDocuments(readFileSync(join(folder, name), 'utf8')).map((one) => one.toJS() as JsonObject);
  const names = read('kustomization.yaml').flatMap((config) => field(config, 'resources') as readonly string[]);
  return names.flatMap(read);
}
