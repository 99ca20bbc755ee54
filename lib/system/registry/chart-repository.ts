import { hintForUnknown } from '../../model/names.js';
import type { Authenticator } from './authenticate.js';
import { type ChartEntry, chartNames, readChartIndex } from './chart-index.js';
import { sha256, verifyDigest } from './digest.js';
import { RegistryError, shownUrl } from './error.js';

const INDEX_LIMIT = 64 << 20;
export const CHART_LIMIT = 64 << 20;

/** An archive of a chart, or the OCI reference under which it is. */
export type ChartPlace = { readonly oci: string } | { readonly archive: Uint8Array; readonly digest: string };

/** Classic chart repositories: an index.yaml and archives, over HTTP. Each index is fetched once. */
export class ChartRepositories {
  private readonly indexes = new Map<string, Promise<string>>();

  constructor(private readonly authenticator: Authenticator) {}

  /**
   * A chart's archive, verified against the index where that has a digest.
   * @throws RegistryError when the repository, the chart or the version is not there.
   */
  async fetch(repository: string, chart: string, version: string): Promise<ChartPlace> {
    const base = repositoryUrl(repository);
    const subject = `${shownUrl(base)}${chart} ${version}`;
    const entry = await this.entry(base, chart, version);
    const urls = entry.urls.map((url) => new URL(url, base));
    const oci = urls.find(({ protocol }) => protocol === 'oci:');
    const [first] = urls.filter(({ protocol }) => protocol !== 'oci:');
    if (first === undefined) return { oci: (oci as URL).href };
    const archive = await this.get(first, CHART_LIMIT, { 'accept-encoding': 'identity' });
    const announced = entry.digest ? entry.digest.replace(/^(?:sha256:)?/, 'sha256:') : undefined;
    if (announced !== undefined) verifyDigest(archive, announced, subject);
    return { archive, digest: sha256(archive) };
  }

  private async entry(base: URL, chart: string, version: string): Promise<ChartEntry> {
    const url = new URL('index.yaml', base);
    const text = await this.index(url);
    const entries = readChartIndex(text, chart, shownUrl(url));
    if (entries.length === 0) {
      const hint = hintForUnknown(chart, chartNames(text));
      throw new RegistryError('missing', `${shownUrl(base)} has no chart "${chart}"`, hint);
    }
    const plain = (text: string) => text.replace(/^v/, '');
    const found =
      entries.find((entry) => entry.version === version) ??
      entries.find((entry) => plain(entry.version) === plain(version));
    if (found !== undefined) return found;
    const newest = entries.slice(0, 3).map((entry) => entry.version);
    throw new RegistryError(
      'missing',
      `${shownUrl(base)}${chart} has no version ${version}`,
      `the first that it lists: ${newest.join(', ')}`,
    );
  }

  private index(url: URL): Promise<string> {
    const known = this.indexes.get(url.href);
    if (known !== undefined) return known;
    const fetched = this.get(url, INDEX_LIMIT, {}).then((bytes) => new TextDecoder().decode(bytes));
    this.indexes.set(url.href, fetched);
    return fetched;
  }

  private async get(url: URL, limit: number, headers: Record<string, string>): Promise<Uint8Array> {
    const answer = await this.authenticator.request({ registry: url.host }, url, { headers, limit });
    if (answer.status === 200) return answer.body;
    throw answer.status === 404
      ? new RegistryError('missing', `${shownUrl(url)} does not exist`, 'see the repository’s address')
      : new RegistryError('invalid', `${shownUrl(url)} answers with status ${answer.status}`);
  }
}

/** The repository's address as a folder, so that relative addresses are below it. */
function repositoryUrl(repository: string): URL {
  try {
    return new URL(repository.endsWith('/') ? repository : `${repository}/`);
  } catch {
    throw new RegistryError('invalid', `"${repository}" is no address of a chart repository`);
  }
}
