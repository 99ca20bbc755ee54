import type { ChartReference } from '../../model/lock.js';
import { CHART_LIMIT, type ChartRepositories } from './chart-repository.js';
import { RegistryError } from './error.js';
import type { OciRegistry, Repository } from './oci.js';

/** A chart's archive as it is in its repository. */
export interface ChartArchive {
  /** Gzipped tar. */
  readonly bytes: Uint8Array;
  /** Of the OCI manifest, or of the archive in a classic repository. */
  readonly digest: string;
}

const CHART_LAYER = /^application\/(?:vnd\.cncf\.helm\.chart\.content\.v1\.tar\+gzip|tar\+gzip)$/;

/** Fetches a chart from wherever its repository says that it is. @throws RegistryError */
export async function fetchChart(
  registry: OciRegistry,
  repositories: ChartRepositories,
  { repository, name, version }: ChartReference,
): Promise<ChartArchive> {
  if (repository.startsWith('oci://')) return fetchOciChart(registry, chartRepository(repository, name), version);
  const place = await repositories.fetch(repository, name, version);
  if ('archive' in place) return { bytes: place.archive, digest: place.digest };
  const { repository: found, tag } = splitTag(place.oci);
  return fetchOciChart(registry, found, tag ?? version);
}

/** Digest that a chart's version names now; undefined where only fetching it tells. */
export function currentChartDigest(
  registry: OciRegistry,
  { repository, name, version }: ChartReference,
): Promise<string | undefined> {
  if (!repository.startsWith('oci://')) return Promise.resolve(undefined);
  return registry.currentDigest(chartRepository(repository, name), tagOf(version));
}

async function fetchOciChart(registry: OciRegistry, repository: Repository, version: string): Promise<ChartArchive> {
  const subject = `oci://${repository.registry}/${repository.path}:${tagOf(version)}`;
  const named = await registry.named(repository, tagOf(version));
  if (!('manifest' in named)) throw new RegistryError('invalid', `${subject}: it is an index, no chart`);
  const layer = named.manifest.layers.find(({ mediaType = '' }) => CHART_LAYER.test(mediaType));
  if (layer === undefined) throw new RegistryError('invalid', `${subject}: it is no Helm chart`);
  return { bytes: await registry.blob(repository, layer.digest, CHART_LIMIT), digest: named.digest };
}

/** A tag cannot hold the plus of a version; helm writes `_` instead. */
function tagOf(version: string): string {
  return version.replaceAll('+', '_');
}

function chartRepository(repository: string, name: string): Repository {
  return splitTag(`${repository}/${name}`).repository;
}

function splitTag(text: string): { readonly repository: Repository; readonly tag?: string } {
  const match = /^oci:\/\/([^/]+)\/(.+?)(?::([\w.-]+))?$/.exec(text);
  if (match === null) throw new RegistryError('invalid', `"${text}" is no address of a chart`);
  const [, registry = '', path = '', tag] = match;
  const repository = { registry: registry === 'registry-1.docker.io' ? 'docker.io' : registry, path };
  return tag === undefined ? { repository } : { repository, tag };
}
