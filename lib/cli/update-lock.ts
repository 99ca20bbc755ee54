import { chartFacts } from '../flux/chart/chart-facts.js';
import { lockOf } from '../flux/lock/parse-lock.js';
import type { Wanted } from '../flux/lock/wanted.js';
import { InputError } from '../model/error.js';
import type { ImageReference } from '../model/image-reference.js';
import type { ChartReference, Lock, LockedChart, LockedImage } from '../model/lock.js';
import type { RegistryClient } from '../system/registry/client.js';
import { RegistryError } from '../system/registry/error.js';
import { readTarFiles } from '../system/tools/archive.js';

/** What became of one entry. */
export interface LockResult {
  /** `docker.io/library/nginx:1.29`, `oci://ghcr.io/example/charts/podinfo 6.9.2`. */
  readonly subject: string;
  /** `absent` is an image that only a chart's defaults name, and that the registry does not have under that name. */
  readonly state: 'fetched' | 'kept' | 'failed' | 'absent';
  /** Of a fetched entry that was another one before. */
  readonly changed: boolean;
  readonly message?: string;
  readonly hint?: string;
}

export interface UpdateOptions {
  readonly wanted: Wanted;
  /** What is locked. Entries that nothing wants are handed on as they are. */
  readonly old: Lock;
  readonly client: RegistryClient;
  /** Asks the registries again about what is locked. */
  readonly refresh: boolean;
  /** Called after each entry, with the lock so far. */
  readonly onResult: (result: LockResult, soFar: () => Lock) => void;
}

export interface LockUpdate {
  readonly lock: Lock;
  /** In order of subject. */
  readonly results: readonly LockResult[];
}

/**
 * Fetches what is wanted and not locked. What cannot be fetched keeps its entry and is told; it ends nothing.
 * The order in which answers come changes nothing.
 */
export async function updateLock({ wanted, old, client, refresh, onResult }: UpdateOptions): Promise<LockUpdate> {
  const images = new Map(old.images);
  const charts = new Map(old.charts);
  const results: LockResult[] = [];
  const soFar = () => lockOf(images.values(), charts.values());
  async function entry<T extends { readonly digest: string }>(
    subject: string,
    entries: Map<string, T>,
    fetchEntry: (known: T | undefined) => Promise<T>,
  ): Promise<void> {
    const known = entries.get(subject);
    const result = await attempt(subject, known, refresh, fetchEntry, wanted.guessed.has(subject));
    if (result.fresh !== undefined) entries.set(subject, result.fresh);
    results.push(result.told);
    onResult(result.told, soFar);
  }
  await Promise.all([
    ...[...wanted.images].map(([key, reference]) =>
      entry<LockedImage>(key, images, (known) => fetchImageEntry(client, reference, known)),
    ),
    ...[...wanted.charts].map(([key, reference]) =>
      entry<LockedChart>(key, charts, (known) => fetchChartEntry(client, reference, known)),
    ),
  ]);
  return { lock: soFar(), results: results.sort((a, b) => (a.subject < b.subject ? -1 : 1)) };
}

/** Registries say of what is not there that it is not for you. */
const ABSENT: ReadonlySet<string> = new Set(['missing', 'unauthorized']);

async function attempt<T extends { readonly digest: string }>(
  subject: string,
  known: T | undefined,
  refresh: boolean,
  fetchEntry: (known: T | undefined) => Promise<T>,
  guessed: boolean,
): Promise<{ readonly fresh?: T; readonly told: LockResult }> {
  if (known !== undefined && !refresh) return { told: { subject, state: 'kept', changed: false } };
  try {
    const fresh = await fetchEntry(known);
    const changed = known !== undefined && fresh.digest !== known.digest;
    return { fresh, told: { subject, state: fresh === known ? 'kept' : 'fetched', changed } };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { message, hint } = error;
    const isAbsent = guessed && error instanceof RegistryError && ABSENT.has(error.fault);
    const state = isAbsent ? 'absent' : 'failed';
    return { told: { subject, state, changed: false, message, ...(hint === undefined ? {} : { hint }) } };
  }
}

/** An image's entry; the known one where the registry says that its tag still names it. */
async function fetchImageEntry(client: RegistryClient, reference: ImageReference, known: LockedImage | undefined) {
  if (known !== undefined && (await client.imageUnchanged(reference, known))) return known;
  return client.image(reference);
}

async function fetchChartEntry(
  client: RegistryClient,
  reference: ChartReference,
  known: LockedChart | undefined,
): Promise<LockedChart> {
  if (known !== undefined && (await client.chartDigest(reference)) === known.digest) return known;
  const { bytes, digest } = await client.chart(reference);
  const subject = `${reference.repository}/${reference.name} ${reference.version}`;
  const facts = chartFacts(unpack(bytes, subject), subject);
  if (facts.name !== reference.name.slice(reference.name.lastIndexOf('/') + 1)) {
    throw new InputError(`${subject}: the archive holds the chart "${facts.name}"`);
  }
  return { ...facts, ...reference, digest };
}

function unpack(bytes: Uint8Array, subject: string): ReadonlyMap<string, Uint8Array> {
  try {
    return readTarFiles(bytes);
  } catch (error) {
    throw new InputError(`${subject}: the archive cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}
