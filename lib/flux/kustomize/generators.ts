import type { Json, JsonObject } from '../../model/json.js';
import { UNKNOWN } from '../tree/unknown.js';
import type { TreeDocument } from '../tree/view.js';
import { type Build, field, isMap, mapsOf, textsOf } from './built.js';
import type { TreeFolders } from './folders.js';
import { joinPath } from './paths.js';

/**
 * ConfigMaps and Secrets that kustomize makes of files and literals. Names keep no hash: kustomize changes every
 * reference along with the name, so that without it both still fit.
 */
export function generate(folders: TreeFolders, folder: string, document: TreeDocument, build: Build): void {
  for (const [list, kind] of [
    ['configMapGenerator', 'ConfigMap'],
    ['secretGenerator', 'Secret'],
  ] as const) {
    for (const [index, generator] of mapsOf(document.object[list]).entries()) {
      const at = { document, path: [list, index] };
      const data: Record<string, Json> = {};
      for (const entry of textsOf(generator.files)) {
        const [key, file] = entry.includes('=') ? splitOnce(entry) : [entry.slice(entry.lastIndexOf('/') + 1), entry];
        const path = joinPath(folder, file);
        const source = path === undefined ? undefined : folders.sources.get(path);
        if (source === undefined) {
          build.faults.push({ ...at, kind: 'build', message: `makes "${key}" of "${file}", which does not exist` });
        } else {
          build.files.add(source.path);
          build.texts.add(source.path);
          data[key] = kind === 'Secret' ? UNKNOWN : source.text;
        }
      }
      for (const literal of textsOf(generator.literals)) {
        const [key, value] = splitOnce(literal);
        data[key] = kind === 'Secret' ? UNKNOWN : value.replace(/^(['"])(.*)\1$/s, '$2');
      }
      for (const file of [...textsOf(generator.envs), ...textsOf([generator.env])]) {
        const path = joinPath(folder, file);
        const source = path === undefined ? undefined : folders.sources.get(path);
        if (source === undefined) {
          build.faults.push({ ...at, kind: 'build', message: `reads "${file}", which does not exist` });
        } else {
          build.files.add(source.path);
          build.texts.add(source.path);
          for (const [key, value] of envLines(source.text)) data[key] = kind === 'Secret' ? UNKNOWN : value;
        }
      }
      if (typeof generator.name === 'string') {
        place(build, document, generated(kind, generator, document.object, data), generator.behavior);
      }
    }
  }
}

/** A generator may add to, or take the place of, what another one made below. */
function place(build: Build, document: TreeDocument, object: JsonObject, behavior: Json | undefined): void {
  const same = (one: JsonObject) =>
    one.kind === object.kind &&
    field(one, 'metadata', 'name') === field(object, 'metadata', 'name') &&
    field(one, 'metadata', 'namespace') === field(object, 'metadata', 'namespace');
  const index =
    behavior === 'merge' || behavior === 'replace' ? build.objects.findIndex((one) => same(one.object)) : -1;
  const old = build.objects[index]?.object;
  if (old === undefined) build.objects.push({ document, object });
  else build.objects[index] = { document, object: behavior === 'merge' ? mergedData(old, object) : object };
}

function mergedData(old: JsonObject, added: JsonObject): JsonObject {
  const parts = ['data', 'stringData'].filter((name) => added[name] !== undefined);
  return { ...old, ...Object.fromEntries(parts.map((name) => [name, { ...maps(old[name]), ...maps(added[name]) }])) };
}

function generated(kind: string, generator: JsonObject, config: JsonObject, data: JsonObject): JsonObject {
  const labels = {
    ...maps(field(config, 'generatorOptions', 'labels')),
    ...maps(field(generator, 'options', 'labels')),
  };
  const annotations = {
    ...maps(field(config, 'generatorOptions', 'annotations')),
    ...maps(field(generator, 'options', 'annotations')),
  };
  return {
    apiVersion: 'v1',
    kind,
    metadata: {
      name: generator.name,
      ...(typeof generator.namespace === 'string' ? { namespace: generator.namespace } : {}),
      ...(Object.keys(labels).length === 0 ? {} : { labels }),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    ...immutable(config, generator),
    ...(kind === 'Secret' ? { type: generator.type ?? 'Opaque', stringData: data } : { data }),
  };
}

function immutable(config: JsonObject, generator: JsonObject): JsonObject {
  const own = field(generator, 'options', 'immutable') ?? field(config, 'generatorOptions', 'immutable');
  return own === true ? { immutable: true } : {};
}

function maps(value: unknown): JsonObject {
  return isMap(value) ? value : {};
}

function splitOnce(entry: string): [string, string] {
  const at = entry.indexOf('=');
  return at === -1 ? [entry, ''] : [entry.slice(0, at), entry.slice(at + 1)];
}

function envLines(text: string): [string, string][] {
  return text.split('\n').flatMap((line) => {
    const [, key, value = ''] = /^\s*([^#=\s][^=\s]*)=(.*)$/.exec(line.replace(/\r$/, '')) ?? [];
    return key === undefined ? [] : [[key, value] as [string, string]];
  });
}
