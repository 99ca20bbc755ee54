import type { JsonObject } from '../../model/json.js';
import { isMap, mapsOf } from '../kustomize/built.js';
import { readDocuments } from '../tree/read-documents.js';
import type { AppliedObject, JsonPath, TreeView } from '../tree/view.js';

/** The configuration of a Cloudflare tunnel, which a ConfigMap holds as text. */
export interface TunnelConfig {
  readonly at: AppliedObject;
  /** Key of the ConfigMap. */
  readonly key: string;
  /** The key's place. */
  readonly path: JsonPath;
  /** In order: the first that matches a request gets it. */
  readonly rules: readonly JsonObject[];
}

const cache = new WeakMap<TreeView, readonly TunnelConfig[]>();

/** Every configuration of cloudflared in a tree, known by its list `ingress` in which each entry names a service. */
export function tunnelConfigs(view: TreeView): readonly TunnelConfig[] {
  const known = cache.get(view) ?? view.index.ofKind('', 'ConfigMap').flatMap(configsIn);
  cache.set(view, known);
  return known;
}

function configsIn(at: AppliedObject): TunnelConfig[] {
  const { data } = at.object;
  return Object.entries(isMap(data) ? data : {}).flatMap(([key, text]) => {
    if (typeof text !== 'string' || !/^ingress:/m.test(text)) return [];
    const rules = mapsOf(readDocuments(key, text).documents[0]?.object.ingress);
    const isTunnel = rules.length > 0 && rules.every(({ service }) => typeof service === 'string');
    return isTunnel ? [{ at, key, path: ['data', key], rules }] : [];
  });
}
