import type { ImageReference } from '../../model/image-reference.js';
import type { ChartReference, LockedImage } from '../../model/lock.js';
import { Authenticator } from './authenticate.js';
import { ChartRepositories } from './chart-repository.js';
import { Credentials } from './credentials.js';
import { type ChartArchive, currentChartDigest, fetchChart } from './fetch-chart.js';
import { fetchImage, isUnchanged } from './fetch-image.js';
import { OciRegistry } from './oci.js';
import { Transport, type TransportOptions } from './transport.js';

export interface RegistryClientOptions extends TransportOptions {
  /** Variables that say where logins are kept: DOCKER_CONFIG, HOME and the like; helpers run with them. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Registries of images and charts, read only. Every method throws RegistryError for what cannot be had. */
export interface RegistryClient {
  image(reference: ImageReference): Promise<LockedImage>;
  /** True when the image's tag still names what is locked. */
  imageUnchanged(reference: ImageReference, locked: LockedImage): Promise<boolean>;
  chart(reference: ChartReference): Promise<ChartArchive>;
  /** Digest that a chart's version names now; undefined where only fetching it tells. */
  chartDigest(reference: ChartReference): Promise<string | undefined>;
}

/** The OCI distribution API and HTTP chart repositories, with this user's logins. Asks for nothing before it has to. */
export function registryClient({ env, ...options }: RegistryClientOptions): RegistryClient {
  const transport = new Transport(options);
  const authenticator = new Authenticator(transport, new Credentials(env));
  const registry = new OciRegistry(authenticator, transport.rules);
  const repositories = new ChartRepositories(authenticator);
  return {
    image: (reference) => fetchImage(registry, reference),
    imageUnchanged: (reference, locked) => isUnchanged(registry, reference, locked),
    chart: (reference) => fetchChart(registry, repositories, reference),
    chartDigest: (reference) => currentChartDigest(registry, reference),
  };
}
