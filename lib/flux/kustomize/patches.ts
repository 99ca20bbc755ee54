import type { Json, JsonObject } from '../../model/json.js';
import { apiGroup } from '../../model/manifest.js';
import { readDocuments } from '../tree/read-documents.js';
import type { JsonPath, TreeDocument } from '../tree/view.js';
import { type Build, field, isMap, mapsOf, textsOf } from './built.js';
import type { TreeFolders } from './folders.js';
import { applyJsonPatch, type JsonPatchStep } from './json-patch.js';
import { joinPath } from './paths.js';
import { strategicMerge } from './strategic-merge.js';

/** Patches of a kustomization.yaml, in every form that kustomize takes, over all that it has gathered. */
export function patchAll(folders: TreeFolders, folder: string, document: TreeDocument, build: Build): void {
  const { object } = document;
  for (const list of ['patches', 'patchesJson6902'] as const) {
    for (const [index, patch] of mapsOf(object[list]).entries()) {
      const at = { document, path: [list, index] as JsonPath };
      if (typeof patch.patch === 'string') applyText(patch.patch, patch.target, at, build);
      else if (typeof patch.path === 'string') applyFile(folders, folder, patch.path, patch.target, at, build);
    }
  }
  for (const [index, entry] of textsOf(object.patchesStrategicMerge).entries()) {
    const at = { document, path: ['patchesStrategicMerge', index] as JsonPath };
    if (entry.includes('\n')) applyText(entry, undefined, at, build);
    else applyFile(folders, folder, entry, undefined, at, build);
  }
}

/** Patches as a Flux Kustomization has them: inline, each with a target. */
export function patchInline(document: TreeDocument, patches: unknown, path: JsonPath, build: Build): void {
  for (const [index, patch] of mapsOf(patches).entries()) {
    if (typeof patch.patch === 'string') {
      applyText(patch.patch, patch.target, { document, path: [...path, index] }, build);
    }
  }
}

interface Entry {
  readonly document: TreeDocument;
  readonly path: JsonPath;
}

function applyFile(folders: TreeFolders, folder: string, file: string, target: unknown, at: Entry, build: Build): void {
  const path = joinPath(folder, file);
  const source = path === undefined ? undefined : folders.sources.get(path);
  if (source === undefined) {
    build.faults.push({ ...at, kind: 'build', message: `patches with "${file}", which does not exist` });
    return;
  }
  build.files.add(source.path);
  build.texts.add(source.path);
  applyText(source.text, target, at, build);
}

function applyText(text: string, target: unknown, at: Entry, build: Build): void {
  const steps = listOf(text);
  if (steps !== undefined) {
    change(build, at, target, selector(target), (object) => applyJsonPatch(object, steps));
    return;
  }
  const { documents, faults } = readDocuments(at.document.file, text);
  const [fault] = faults;
  if (fault !== undefined) build.faults.push({ ...at, kind: 'build', message: `a patch ${fault.message}` });
  for (const { object: patch } of documents) {
    const matches = isMap(target) ? selector(target) : sameObject(patch);
    const changes = isMap(target) ? withoutIdentity(patch) : patch;
    change(build, at, target, matches, (object) => strategicMerge(object, changes) as JsonObject | undefined);
  }
}

/** With a target, what a patch calls itself says nothing: people write `name: _`. */
function withoutIdentity({ apiVersion: _, kind: __, metadata, ...patch }: JsonObject): JsonObject {
  if (!isMap(metadata)) return patch;
  const { name: ___, namespace: ____, ...others } = metadata;
  return { ...patch, metadata: others };
}

function change(
  build: Build,
  at: Entry,
  target: unknown,
  matches: (object: JsonObject) => boolean,
  make: (object: JsonObject) => JsonObject | undefined,
): void {
  let found = false;
  for (let index = build.objects.length - 1; index >= 0; index--) {
    const built = build.objects[index];
    if (built === undefined || !matches(built.object)) continue;
    found = true;
    const changed = make(built.object);
    if (changed === undefined) build.objects.splice(index, 1);
    else build.objects[index] = { ...built, object: changed };
  }
  // A patch for every object of a kind waits for the first of them: people give such to all their Kustomizations.
  if (!found && !(isMap(target) && !isName(target.name))) {
    const kind = isMap(target) ? 'patch-unused' : 'build';
    build.faults.push({ ...at, kind, message: 'a patch changes nothing: no object fits it' });
  }
}

/** A list of steps, which a JSON patch is; undefined for a strategic merge. */
function listOf(text: string): readonly JsonPatchStep[] | undefined {
  if (/^\s*\[/.test(text)) return jsonList(text);
  if (!/^\s*(?:-|#)/.test(text)) return undefined;
  const { documents } = readDocuments('patch', `steps:\n${text.replace(/^---\n/, '').replace(/^/gm, '  ')}`);
  const steps = documents[0]?.object.steps;
  return Array.isArray(steps) ? (steps.filter(isMap) as unknown as JsonPatchStep[]) : undefined;
}

/** In brackets kustomize takes JSON alone. */
function jsonList(text: string): readonly JsonPatchStep[] | undefined {
  try {
    return JSON.parse(text) as readonly JsonPatchStep[];
  } catch {
    return undefined;
  }
}

function selector(target: unknown): (object: JsonObject) => boolean {
  if (!isMap(target)) return () => false;
  const { group, kind, name, namespace, labelSelector } = target;
  return (object) =>
    fits(group, typeof object.apiVersion === 'string' ? apiGroup(object.apiVersion) : '') &&
    fits(kind, object.kind) &&
    fits(name, field(object, 'metadata', 'name')) &&
    fits(namespace, field(object, 'metadata', 'namespace')) &&
    hasLabels(labelSelector, field(object, 'metadata', 'labels'));
}

/** True for a name, and no expression that fits many. */
function isName(name: unknown): boolean {
  return typeof name === 'string' && /^[\w.-]+$/.test(name);
}

/** kustomize takes names and namespaces of a target for anchored regular expressions. */
function fits(wanted: Json | undefined, value: unknown): boolean {
  if (typeof wanted !== 'string' || wanted === '') return true;
  if (wanted === value) return true;
  try {
    return new RegExp(`^(?:${wanted})$`).test(String(value ?? ''));
  } catch {
    return false;
  }
}

function hasLabels(wanted: Json | undefined, labels: unknown): boolean {
  if (typeof wanted !== 'string' || wanted === '') return true;
  return wanted.split(/,(?![^(]*\))/).every((requirement) => {
    const [, key = '', operator, value] = /^\s*!?([^\s=!]+)\s*(==?|!=|in|notin)?\s*(.*?)\s*$/.exec(requirement) ?? [];
    const actual = field(labels, key);
    if (requirement.trim().startsWith('!')) return actual === undefined;
    if (operator === undefined) return actual !== undefined;
    const values = (value ?? '').replace(/^\(|\)$/g, '').split(/\s*,\s*/);
    return values.includes(String(actual)) !== (operator === '!=' || operator === 'notin');
  });
}

function sameObject(patch: JsonObject): (object: JsonObject) => boolean {
  const group = typeof patch.apiVersion === 'string' ? apiGroup(patch.apiVersion) : '';
  const namespace = field(patch, 'metadata', 'namespace');
  return (object) =>
    object.kind === patch.kind &&
    (typeof object.apiVersion === 'string' ? apiGroup(object.apiVersion) : '') === group &&
    field(object, 'metadata', 'name') === field(patch, 'metadata', 'name') &&
    (namespace === undefined || field(object, 'metadata', 'namespace') === namespace);
}
