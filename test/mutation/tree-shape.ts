import { posix } from 'node:path';
import type { JsonObject } from '../../lib/model/json.js';

/** A kustomization.yaml. */
export interface KustomizeFile {
  readonly file: string;
  readonly folder: string;
  readonly object: JsonObject;
  /** Entries of `resources`, as they stand there. */
  readonly resources: readonly string[];
  /** Paths in the repository of the files that its generators read. */
  readonly generatorFiles: readonly string[];
  /** ConfigMaps that it generates, with their keys. */
  readonly generated: readonly (readonly [string, ReadonlySet<string>])[];
}

interface Generator {
  readonly name: string;
  readonly namespace?: string;
  readonly files?: readonly string[];
}

export function kustomizeFile(file: string, object: JsonObject): KustomizeFile {
  const folder = posix.dirname(file);
  const generators = (object.configMapGenerator ?? []) as unknown as readonly Generator[];
  return {
    file,
    folder,
    object,
    resources: (object.resources ?? []) as readonly string[],
    generatorFiles: generators.flatMap(({ files = [] }) => files.map((one) => posix.join(folder, fileOf(one)))),
    generated: generators.map(({ name, namespace = '', files = [] }) => [
      `${namespace}/${name}`,
      new Set(files.map(keyOf)),
    ]),
  };
}

/** Names of `spec.dependsOn`. */
export function dependencies(spec: JsonObject): string[] {
  return ((spec.dependsOn ?? []) as unknown as readonly { readonly name: string }[]).map(({ name }) => name);
}

export function configAt(configs: readonly KustomizeFile[], folder: string): KustomizeFile | undefined {
  return configs.find((config) => config.folder === folder);
}

/** Files that a kustomization.yaml builds, those of the folders that it lists included. */
export function filesBelow(config: KustomizeFile | undefined, configs: readonly KustomizeFile[]): Set<string> {
  if (config === undefined) return new Set();
  const files = config.resources.flatMap((entry) => {
    const path = posix.join(config.folder, entry);
    return entry.endsWith('.yaml') ? [path] : [...filesBelow(configAt(configs, path), configs)];
  });
  return new Set([config.file, ...files, ...config.generatorFiles]);
}

/** Generators take `key=path` as well. */
function fileOf(entry: string): string {
  return entry.slice(entry.indexOf('=') + 1);
}

function keyOf(entry: string): string {
  return entry.includes('=') ? entry.slice(0, entry.indexOf('=')) : posix.basename(entry);
}
