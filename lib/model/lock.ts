import type { JsonObject } from './json.js';

/** File that `npm run lock` writes, at the repository's root. */
export const LOCK_FILE = 'charts.lock.yaml';

/** An image as a registry had it when it was locked. */
export interface LockedImage {
  /** With its registry: `docker.io/library/nginx`. */
  readonly repository: string;
  /** Absent for what the tree names by digest alone. */
  readonly tag?: string;
  /** Of the index, or of the only manifest: `sha256:…`. */
  readonly digest: string;
  /** Digest of the manifest for each platform: `linux/arm64`, `linux/arm/v7`. */
  readonly platforms: Readonly<Record<string, string>>;
}

/** What a chart has at a place of its values: a map of known keys, or what kind of value its default is. */
export type ValueKeys = 'any' | 'map' | 'list' | 'string' | 'number' | 'boolean' | ValueMap;

/**
 * A map whose keys are known. The key `*` says that there are more: `any` where the chart takes the map as it is,
 * `mentioned` where it hands the map on, so that every key that its templates mention anywhere may be read.
 */
export interface ValueMap {
  readonly [key: string]: ValueKeys | 'mentioned';
}

/** An image that a chart's defaults name. */
export interface ChartImage {
  /** Place in the values: `grafana.image`. */
  readonly path: string;
  /** @default it is part of the repository, or Docker Hub */
  readonly registry?: string;
  readonly repository: string;
  readonly tag: string;
  /** Values that turn it on and off, with their defaults: `grafana.enabled`. */
  readonly switches: Readonly<Record<string, boolean>>;
}

/** A Helm chart as its repository had it when it was locked. */
export interface LockedChart {
  /** `oci://…` without the chart's name, or the URL of a classic repository. */
  readonly repository: string;
  readonly name: string;
  readonly version: string;
  /** Of the OCI manifest, or of the archive in a classic repository: `sha256:…`. */
  readonly digest: string;
  readonly appVersion?: string;
  /** Kubernetes versions that it supports, as Helm writes a range. */
  readonly kubeVersion?: string;
  /** The keys of its values, those of its subcharts under their names. */
  readonly values: ValueMap;
  /** Keys that its templates mention without saying whose they are. */
  readonly mentions: readonly string[];
  /** JSON Schemas of its values without their prose, as text, by the place that they are about: `.`, `grafana`. */
  readonly schemas: Readonly<Record<string, string>>;
  /** Custom kinds that it brings: `group/Kind`, sorted. */
  readonly kinds: readonly string[];
  /** Images that its defaults name, in order of path. */
  readonly images: readonly ChartImage[];
}

/** Something that a chart's own schema says against a release's values. */
export interface ValuesProblem {
  readonly path: readonly string[];
  readonly message: string;
  /** Whether it is a key that the schema does not have. */
  readonly unknownKey: boolean;
}

/** `charts.lock.yaml`: what the registries have of what the tree uses. */
export interface Lock {
  /** By `imageKey`. */
  readonly images: ReadonlyMap<string, LockedImage>;
  /** By `chartKey`. */
  readonly charts: ReadonlyMap<string, LockedChart>;
  /** Judges values by a chart's schemas; given apart, since what it needs takes a while to load. @default nobody does */
  readonly judge?: (chart: LockedChart, values: JsonObject) => readonly ValuesProblem[];
}

/** A chart at one version. */
export interface ChartReference {
  /** `oci://…` without the chart's name, or the URL of a classic repository. */
  readonly repository: string;
  readonly name: string;
  readonly version: string;
}

/** `oci://ghcr.io/example/charts/podinfo 6.9.2`. */
export function chartKey({ repository, name, version }: ChartReference): string {
  return `${repository}/${name} ${version}`;
}

/** Nothing is locked yet. */
export const EMPTY_LOCK: Lock = { images: new Map(), charts: new Map() };
