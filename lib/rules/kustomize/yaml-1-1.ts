import { field, isMap, mapsOf } from '../../flux/kustomize/built.js';
import { containersOf, podsOf } from '../../flux/pods.js';
import type { AppliedObject, JsonPath, TreeFinding, TreeView } from '../../flux/tree/view.js';
import type { Json } from '../../model/json.js';
import type { TreeRule } from '../tree-rule.js';

// A global is looked up by name each time, and slowly in a test's sandbox.
const { isArray } = Array;

/** Flux reads YAML 1.1: what looks like a number or a truth value is one, and Kubernetes wants text there (trap 78). */
export const yaml11: TreeRule = {
  name: 'yaml-1-1',
  severity: 'error',
  description:
    'A label, annotation, variable or value that has to be text is a number, a truth value or null to Flux’s reader, or a key is: Kubernetes refuses the object, or gets `true` for `yes` and `1.1` for `1.10`.',
  remediation: 'put the value, or the key, in quotes',
  sources: ['trap 60', 'trap 78', 'DC-05', 'VERIFIED: substitution'],
  *check(view) {
    for (const object of view.index.all) {
      for (const path of textMaps(object)) {
        const map = field(object.object, ...(path as readonly string[]));
        if (map !== undefined) yield* wrongTypes(object, map, path);
      }
      yield* truthKeys(object, view);
    }
    yield* environment(view);
  },
};

const METADATA: readonly JsonPath[] = [
  ['metadata'],
  ['spec', 'template', 'metadata'],
  ['spec', 'jobTemplate', 'spec', 'template', 'metadata'],
].flatMap((path) => [
  [...path, 'labels'],
  [...path, 'annotations'],
]);
const EVERYWHERE: readonly JsonPath[] = [...METADATA, ['spec', 'selector', 'matchLabels']];

/** Further maps of text, by kind. */
const OF_KIND: Readonly<Record<string, readonly JsonPath[]>> = {
  '/Service': [['spec', 'selector']],
  '/ConfigMap': [['data']],
  '/Secret': [['data'], ['stringData']],
  'storage.k8s.io/StorageClass': [['parameters']],
  'kustomize.toolkit.fluxcd.io/Kustomization': [['spec', 'postBuild', 'substitute']],
};

/** Places of maps whose values have to be text. */
function textMaps({ id }: AppliedObject): readonly JsonPath[] {
  const own = OF_KIND[`${id.group}/${id.kind}`];
  return own === undefined ? EVERYWHERE : [...EVERYWHERE, ...own];
}

function* wrongTypes(at: AppliedObject, map: unknown, path: JsonPath): Iterable<TreeFinding> {
  if (!isMap(map)) return;
  for (const [key, value] of Object.entries(map)) {
    if (typeof value === 'string' || value === undefined) continue;
    yield { at, path: [...path, key], message: `is ${typeOf(value)}, and has to be text` };
  }
}

function* environment(view: TreeView): Iterable<TreeFinding> {
  for (const pod of podsOf(view)) {
    for (const { container, path } of containersOf(pod)) {
      for (const [index, { value }] of mapsOf(container.env).entries()) {
        if (value === undefined || typeof value === 'string') continue;
        const message = `is ${typeOf(value)}, and has to be text`;
        yield { at: pod.owner, path: [...pod.path, ...path, 'env', index, 'value'], message };
      }
    }
  }
}

/** `on:` and `yes:` are the key `true`. Nobody writes that on purpose where it is not in the file. */
function* truthKeys(at: AppliedObject, { sources }: TreeView): Iterable<TreeFinding> {
  for (const path of keysOfTruth(at.object, [])) {
    const key = String(path.at(-1));
    const text = sources.get(at.document.file)?.text ?? '';
    if (new RegExp(`(?:^|[\\s{,"'])${key}["']?\\s*:`, 'im').test(text)) continue;
    yield {
      at,
      path,
      message: `a key of this map is a truth value: Flux reads "${key}" where on, off, yes, no, y or n stands`,
    };
  }
}

function keysOfTruth(value: Json | undefined, path: JsonPath, found: JsonPath[] = []): readonly JsonPath[] {
  if (isArray(value)) {
    for (const [index, item] of value.entries()) {
      if (typeof item === 'object' && item !== null) keysOfTruth(item as Json, [...path, index], found);
    }
  } else if (isMap(value)) {
    for (const key in value) {
      const member = value[key];
      if (key === 'true' || key === 'false') found.push([...path, key]);
      if (typeof member === 'object' && member !== null) keysOfTruth(member as Json, [...path, key], found);
    }
  }
  return found;
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'boolean') return `the truth value ${value}`;
  return isArray(value) ? 'a list' : 'a map';
}
