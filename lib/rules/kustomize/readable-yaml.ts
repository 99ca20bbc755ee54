import { field } from '../../flux/kustomize/built.js';
import type { TreeFinding, TreeView } from '../../flux/tree/view.js';
import type { JsonObject } from '../../model/json.js';
import type { TreeRule } from '../tree-rule.js';
import { ownFiles } from './tree-files.js';

/** One unreadable file stops its whole Kustomization (DC-15). */
export const readableYaml: TreeRule = {
  name: 'readable-yaml',
  severity: 'error',
  description:
    'A file that Flux applies is no YAML, has a key twice, or holds something without apiVersion, kind or name: Flux refuses the whole Kustomization.',
  remediation: 'correct the file; what is no manifest is not listed as a resource',
  sources: ['DC-15', 'trap 78'],
  *check(view) {
    yield* unreadable(view);
    for (const applied of view.index.all) {
      const { object } = applied;
      if (hasAll(object)) continue;
      const missing = [
        ...(typeof object.apiVersion === 'string' && object.apiVersion !== '' ? [] : ['apiVersion']),
        ...(typeof object.kind === 'string' && object.kind !== '' ? [] : ['kind']),
        ...(field(object, 'metadata', 'name') === undefined ? ['metadata.name'] : []),
      ];
      if (missing.length > 0) yield { at: applied.document, message: `an object has no ${missing.join(', ')}` };
    }
  },
};

function hasAll(object: JsonObject): boolean {
  const { apiVersion, kind } = object;
  return (
    Boolean(apiVersion) &&
    typeof apiVersion === 'string' &&
    Boolean(kind) &&
    typeof kind === 'string' &&
    field(object, 'metadata', 'name') !== undefined
  );
}

function* unreadable(view: TreeView): Iterable<TreeFinding> {
  const applied = new Set(view.units.flatMap(({ files, texts }) => [...files].filter((file) => !texts.has(file))));
  const texts = new Set(view.units.flatMap((unit) => [...unit.texts]));
  for (const { path, faults } of ownFiles(view)) {
    if (texts.has(path)) continue;
    for (const { message, line } of faults) {
      const at = line === undefined ? { file: path } : { file: path, line };
      yield applied.has(path) ? { at, message } : { at, message, severity: 'warning' };
    }
  }
}
