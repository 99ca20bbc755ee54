import { isScalar, parseAllDocuments } from 'yaml';
import { isMap } from '../../lib/flux/kustomize/built.js';
import type { JsonObject } from '../../lib/model/json.js';

export interface LocalServers {
  /** Host and port of the charts' registry. */
  readonly charts: string;
  /** URL of the repository of this run. */
  readonly git: string;
  /** Names of GitRepositories that are the tree's own. */
  readonly own: ReadonlySet<string>;
}

/**
 * The one thing that differs between the tree and the copy that is reconciled: the address of a source. Everything else
 * of an object stays.
 */
export function redirectSource(object: JsonObject, { charts, git, own }: LocalServers): JsonObject {
  const { apiVersion, kind, spec } = object;
  if (!String(apiVersion).startsWith('source.toolkit.fluxcd.io/') || !isMap(spec)) return object;
  if (kind === 'GitRepository') return own.has(nameOf(object)) ? { ...object, spec: { ...spec, url: git } } : object;
  const url = String(spec.url);
  return {
    ...object,
    spec: {
      ...spec,
      url: url.startsWith('oci://') ? `oci://${charts}/${placeOf(url)}` : `http://${charts}/index/${placeOf(url)}`,
    },
  };
}

/** An address as a path of the registry of this run: `oci://ghcr.io/org/chart` → `ghcr.io/org/chart`. */
export function placeOf(url: string): string {
  return url
    .replace(/^[a-z+]+:\/\//, '')
    .replace(/\/+$/, '')
    .toLowerCase();
}

function nameOf({ metadata }: JsonObject): string {
  return isMap(metadata) ? String(metadata.name) : '';
}

/** A file with the addresses of its sources replaced, all other bytes as they are. */
export function redirected(path: string, text: string, servers: LocalServers): string {
  if (!/\.ya?ml$/.test(path) || !/^apiVersion: source\.toolkit\.fluxcd\.io\//m.test(text)) return text;
  let result = text;
  for (const document of parseAllDocuments(text).reverse()) {
    const object = document.toJS() as JsonObject | null;
    const url = document.getIn(['spec', 'url'], true);
    if (object === null || !isScalar(url) || !url.range) continue;
    const to = (redirectSource(object, servers).spec as JsonObject).url;
    result = result.slice(0, url.range[0]) + String(to) + result.slice(url.range[1]);
  }
  return result;
}
