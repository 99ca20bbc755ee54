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
        data[key] = kind === 'Secret' ? UNKNOWN : value;
      }
      for (const file of [...textsOf(generator.envs), ...textsOf([generator.env])]) {
        const path = joinPath(folder, file);
        const source = path === undefined ? undefined : folders.sources.get(path);
        if (source === undefined) {
          build.faults.push({ ...at, kind: 'build', message: `reads "${file}", which does not exist` });
        } else {
          build.files.add(source.path);
          build.texts.add(source.path);
          for (const key of envKeys(source.text)) data[key] = UNKNOWN;
        }
      }
      if (typeof generator.name === 'string') {
        build.objects.push({ document, object: generated(kind, generator, document.object, data) });
      }
    }
  }
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
    ...(kind === 'Secret' ? { type: generator.type ?? 'Opaque', stringData: data } : { data }),
  };
}

function maps(value: unknown): JsonObject {
  return isMap(value) ? value : {};
}

function splitOnce(entry: string): [string, string] {
  const at = entry.indexOf('=');
  return at === -1 ? [entry, ''] : [entry.slice(0, at), entry.slice(at + 1)];
}

function envKeys(text: string): string[] {
  return text.split('\n').flatMap((line) => /^\s*([^#=\s][^=\s]*)\s*=/.exec(line)?.[1] ?? []);
}
