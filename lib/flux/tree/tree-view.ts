import type { JsonObject } from '../../model/json.js';
import { apiGroup, type ResourceId } from '../../model/manifest.js';
import { isClusterScoped } from '../../model/scope.js';
import { type Built, field } from '../kustomize/built.js';
import { TreeFolders } from '../kustomize/folders.js';
import { bootstrapFacts } from './bootstrap-facts.js';
import { type BuiltUnit, fluxUnits } from './flux-units.js';
import { AppliedObjects } from './object-index.js';
import { asDocuments, type ReadDocuments, readDocuments } from './read-documents.js';
import { isSealed, unsealed } from './sealed-object.js';
import { SUBSTITUTE, substituteObject } from './substitute-object.js';
import { unitVariables } from './unit-variables.js';
import type { AppliedObject, FluxUnit, TreeSettings, TreeSource, TreeView, UnitFault } from './view.js';

/** A file to look into. */
export interface TreeInput {
  readonly path: string;
  /** The text, or how to get it: a repository holds more than Flux reads. */
  readonly text: string | (() => string);
  /** What the text says, where it was rendered from that just now. @default it is read */
  readonly documents?: readonly JsonObject[];
}

/** Reads a file of a tree. What is no YAML has no documents. */
export function readSource({ path, text, documents }: TreeInput): TreeSource {
  if (documents !== undefined && typeof text === 'string') {
    return { path, text, documents: asDocuments(path, documents), faults: [] };
  }
  return new UnreadSource(path, text);
}

const NOTHING: ReadDocuments = { documents: [], faults: [] };

/** A file that is read and parsed when somebody first wants to know what is in it. */
class UnreadSource implements TreeSource {
  private read: ReadDocuments | undefined;

  constructor(
    readonly path: string,
    private given: string | (() => string),
  ) {}

  get text(): string {
    if (typeof this.given !== 'string') this.given = this.given();
    return this.given;
  }

  get documents(): TreeSource['documents'] {
    return this.contents().documents;
  }

  get faults(): TreeSource['faults'] {
    return this.contents().faults;
  }

  private contents(): ReadDocuments {
    const isYaml = /(?:\.ya?ml|\/Kustomization)$/.test(this.path);
    this.read ??= isYaml ? readDocuments(this.path, this.text) : NOTHING;
    return this.read;
  }
}

/** A whole tree as Flux would reconcile it. */
export function treeView(files: Iterable<TreeInput>, settings: TreeSettings): TreeView {
  return viewOf(new Map([...files].map((file) => [file.path, readSource(file)])), settings);
}

/**
 * The same of files that are read already. They may be those of a whole repository: the tree is what its Kustomizations
 * below `root` lead to, wherever that lies, and all that is below `root`.
 */
export function viewOf(all: ReadonlyMap<string, TreeSource>, given: TreeSettings): TreeView {
  const built = fluxUnits(new TreeFolders(all), given.root);
  const sources = sourcesOf(all, given.root, built);
  const settings = { ...given, external: [...given.external, ...bootstrapFacts(built, given.declared)] };
  const objects = built.flatMap(({ build }) => build.objects.map(({ object }) => object));
  const find = finder(objects);
  const units: FluxUnit[] = [];
  const applied: AppliedObject[] = [];
  const done = new Map<BuiltUnit, { unit: FluxUnit; own: Map<Built, AppliedObject> }>();
  for (const one of built) {
    const above = one.parent === undefined ? undefined : done.get(one.parent);
    const kustomization = above?.own.get(one.kustomization) ?? rootObject(one.kustomization);
    if (above === undefined) applied.push(kustomization);
    const { unit, own } = fluxUnit(one, kustomization, settings, find);
    done.set(one, { unit, own });
    units.push(unit);
    applied.push(...unit.objects);
  }
  return { settings, sources, units, index: new AppliedObjects(applied) };
}

function sourcesOf(
  all: ReadonlyMap<string, TreeSource>,
  root: string,
  built: readonly BuiltUnit[],
): ReadonlyMap<string, TreeSource> {
  if (root === '') return all;
  const read = new Set(built.flatMap(({ build }) => [...build.files, ...build.texts]));
  return new Map([...all].filter(([path]) => path.startsWith(`${root}/`) || read.has(path)));
}

function fluxUnit(
  { path, build, faults: known }: BuiltUnit,
  kustomization: AppliedObject,
  settings: TreeSettings,
  find: ReturnType<typeof finder>,
): { unit: FluxUnit; own: Map<Built, AppliedObject> } {
  const { object, id } = kustomization;
  const namespace = id.namespace ?? '';
  const substitution = unitVariables(object, settings, find);
  const faults: UnitFault[] = [...known];
  const objects: AppliedObject[] = [];
  const own = new Map<Built, AppliedObject>();
  const unit: FluxUnit = {
    name: id.name,
    namespace,
    kustomization,
    path,
    objects,
    substitution,
    faults,
    files: build.files,
    texts: build.texts,
    folders: build.folders,
  };
  for (const one of build.objects) {
    const sealed = isSealed(one.object);
    let final = sealed ? unsealed(one.object) : one.object;
    if (substitution.runs && !optsOut(final)) {
      const result = substituteObject(final, substitution);
      final = result.object;
      for (const fault of result.faults) faults.push({ ...fault, document: one.document });
    }
    const applied = { id: idOf(final), object: final, document: one.document, unit, sealed };
    objects.push(applied);
    own.set(one, applied);
  }
  return { unit, own };
}

function rootObject({ document, object }: Built): AppliedObject {
  return { id: idOf(object), object, document, sealed: false };
}

function optsOut(object: JsonObject): boolean {
  return ['labels', 'annotations'].some((map) => field(object, 'metadata', map, SUBSTITUTE) === 'disabled');
}

/** Identity of anything that calls itself an object; what it leaves out is empty. */
export function idOf(object: JsonObject): ResourceId {
  const group = typeof object.apiVersion === 'string' ? apiGroup(object.apiVersion) : '';
  const kind = String(object.kind ?? '');
  const name = String(field(object, 'metadata', 'name') ?? '');
  const namespace = field(object, 'metadata', 'namespace');
  if (typeof namespace !== 'string' || isClusterScoped(group, kind)) return { group, kind, name };
  return { group, kind, namespace, name };
}

function finder(objects: readonly JsonObject[]) {
  const found = new Map<string, JsonObject>();
  for (const object of objects) {
    if (object.apiVersion !== 'v1' || (object.kind !== 'Secret' && object.kind !== 'ConfigMap')) continue;
    const { namespace = '', name } = idOf(object);
    found.set(`${object.kind}/${namespace}/${name}`, isSealed(object) ? unsealed(object) : object);
  }
  return (kind: string, namespace: string, name: string) => found.get(`${kind}/${namespace}/${name}`);
}
