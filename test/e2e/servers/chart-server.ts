import type { ServerResponse } from 'node:http';
import { stringify } from 'yaml';
import { sha256 } from '../../../lib/system/registry/digest.js';
import { OCI_MANIFEST } from '../../../lib/system/registry/manifests.js';
import { type Listening, listen } from './listen.js';

/** A chart of a registry: where it is, as `ghcr.io/org/charts/name` or `charts.example.org/path`, and its archive. */
export interface ServedChart {
  readonly kind: 'oci' | 'index';
  readonly place: string;
  readonly name: string;
  readonly version: string;
  readonly archive: Uint8Array;
}

const CONFIG = 'application/vnd.cncf.helm.config.v1+json';
const LAYER = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

interface Blob {
  readonly type: string;
  readonly content: Uint8Array;
}

/**
 * A registry of charts on loopback, read-only: OCI under `/v2/<place>`, chart repositories with an index under
 * `/index/<place>`. What it has is fixed when it starts.
 */
export async function serveCharts(charts: readonly ServedChart[]): Promise<Listening> {
  const found = new Map<string, Blob>([['/v2/', { type: 'application/json', content: bytes({}) }]]);
  for (const [path, blob] of charts.flatMap((chart) => (chart.kind === 'oci' ? ociPaths(chart) : indexPaths(chart)))) {
    found.set(path, blob);
  }
  for (const [path, content] of indexes(charts)) found.set(path, { type: 'application/yaml', content });
  return listen(({ url = '/', method }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    send(response, found.get(pathname), method === 'HEAD');
  });
}

function send(response: ServerResponse, blob: Blob | undefined, head: boolean): void {
  if (blob === undefined) {
    response.writeHead(404, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({ errors: [{ code: 'MANIFEST_UNKNOWN', message: 'not in the registry of this run' }] }),
    );
    return;
  }
  const { type, content } = blob;
  const headers = {
    'content-type': type,
    'content-length': content.length,
    'docker-content-digest': sha256(content),
  };
  response.writeHead(200, headers);
  response.end(head ? undefined : content);
}

function ociPaths({ place, name, version, archive }: ServedChart): [string, Blob][] {
  const config = bytes({ apiVersion: 'v2', name, version });
  const describe = (mediaType: string, content: Uint8Array) => ({
    mediaType,
    digest: sha256(content),
    size: content.length,
  });
  const manifest = bytes({
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: describe(CONFIG, config),
    layers: [describe(LAYER, archive)],
  });
  const root = `/v2/${place}`;
  const served = { type: OCI_MANIFEST, content: manifest };
  return [
    // `+` is no character of a tag; Helm writes `_` for it.
    [`${root}/manifests/${version.replace('+', '_')}`, served],
    [`${root}/manifests/${sha256(manifest)}`, served],
    [`${root}/blobs/${sha256(config)}`, { type: 'application/octet-stream', content: config }],
    [`${root}/blobs/${sha256(archive)}`, { type: 'application/octet-stream', content: archive }],
  ];
}

function indexPaths({ place, name, version, archive }: ServedChart): [string, Blob][] {
  return [[`/index/${place}/${name}-${version}.tgz`, { type: 'application/gzip', content: archive }]];
}

function* indexes(charts: readonly ServedChart[]): Iterable<[string, Uint8Array]> {
  const inIndex = charts.filter(({ kind }) => kind === 'index');
  for (const place of new Set(inIndex.map((chart) => chart.place))) {
    const entries: Record<string, object[]> = {};
    for (const { name, version, archive } of inIndex.filter((chart) => chart.place === place)) {
      const digest = sha256(archive).slice('sha256:'.length);
      entries[name] = [
        ...(entries[name] ?? []),
        { apiVersion: 'v2', name, version, digest, urls: [`${name}-${version}.tgz`] },
      ];
    }
    yield [`/index/${place}/index.yaml`, Buffer.from(stringify({ apiVersion: 'v1', entries }))];
  }
}

function bytes(value: object): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}
