import { type ImageReference, imageKey, imageRepository, parseImageReference } from '../../model/image-reference.js';
import { type ChartReference, chartKey, type Lock } from '../../model/lock.js';
import type { Versions } from '../../model/versions.js';
import { chartsOf } from '../chart/release-chart.js';
import { releaseImages } from '../chart/release-images.js';
import { imagesOf } from '../images/image-uses.js';
import type { TreeView } from '../tree/view.js';

/** What is to be locked, by key. */
export interface Wanted {
  readonly images: ReadonlyMap<string, ImageReference>;
  readonly charts: ReadonlyMap<string, ChartReference>;
  /** Hosts that the tree itself says have no TLS. */
  readonly insecure: ReadonlySet<string>;
  /** Images, by key, that only the defaults of charts name: whether they exist nobody but the registry knows. */
  readonly guessed: ReadonlySet<string>;
}

/**
 * Every image and chart that some trees use, those that locked charts name, and every version that is pinned.
 * @param versions of charts/versions.yaml; empty for what the trees use alone
 */
export function wantedBy(views: readonly TreeView[], versions: Versions, { charts: locked }: Lock): Wanted {
  const images = new Map<string, ImageReference>();
  const charts = new Map<string, ChartReference>();
  const insecure = new Set<string>();
  const addImage = (reference: ImageReference | undefined) => {
    if (reference !== undefined) images.set(imageKey(reference), reference);
  };
  for (const { repository, tag, digest } of Object.values(versions.images)) {
    addImage(parseImageReference(`${repository}:${tag}${digest === undefined ? '' : `@${digest}`}`));
  }
  for (const { chart: name, repository, version } of Object.values(versions.charts)) {
    charts.set(chartKey({ repository, name, version }), { repository, name, version });
  }
  for (const view of views) {
    for (const { reference } of imagesOf(view)) addImage(reference);
    for (const use of chartsOf(view)) {
      charts.set(chartKey(use.chart), use.chart);
      if (use.insecure) insecure.add(/^[a-z]+:\/\/([^/]+)/.exec(use.chart.repository)?.[1] ?? '');
    }
  }
  const guessed = new Set<string>();
  for (const { chart, values } of views.flatMap(chartsOf)) {
    const known = locked.get(chartKey(chart));
    for (const { reference } of known === undefined ? [] : releaseImages(known, values)) {
      const key = imageKey(reference);
      if (images.has(key)) continue;
      guessed.add(key);
      images.set(key, reference);
    }
  }
  return { images, charts, insecure, guessed };
}

/** What a name means: an image's or chart's whole name, its last part, or its name in versions.yaml. */
export function narrow(wanted: Wanted, names: readonly string[], versions: Versions): Wanted {
  const pinned = names.flatMap((name) => [versions.images[name]?.repository, versions.charts[name]?.chart]);
  const all = new Set([...names, ...pinned.filter((name) => name !== undefined)]);
  const named = (...candidates: readonly string[]) => candidates.some((candidate) => all.has(candidate));
  const last = (path: string) => path.slice(path.lastIndexOf('/') + 1);
  return {
    ...wanted,
    images: keep(wanted.images, (reference, key) => {
      const repository = imageRepository(reference);
      return named(key, repository, reference.path, last(reference.path));
    }),
    charts: keep(wanted.charts, ({ repository, name }, key) => named(key, name, last(name), `${repository}/${name}`)),
  };
}

/** Entries of a lock that are missing, and entries that nothing wants. */
export function compareLock(lock: Lock, wanted: Wanted) {
  const missing = <T>(entries: ReadonlyMap<string, T>, locked: ReadonlyMap<string, unknown>) =>
    [...entries.keys()].filter((key) => !locked.has(key)).sort();
  return {
    missing: {
      images: missing(wanted.images, lock.images).filter((key) => !wanted.guessed.has(key)),
      charts: missing(wanted.charts, lock.charts),
    },
    unused: { images: missing(lock.images, wanted.images), charts: missing(lock.charts, wanted.charts) },
  };
}

function keep<T>(entries: ReadonlyMap<string, T>, wanted: (value: T, key: string) => boolean): Map<string, T> {
  return new Map([...entries].filter(([key, value]) => wanted(value, key)));
}
