import { type Document, parseAllDocuments } from 'yaml';
import type { JsonObject } from '../../lib/model/json.js';
import { configAt, dependencies, filesBelow, type KustomizeFile, kustomizeFile } from './tree-shape.js';

/** Text of every file of a cluster's tree, by its path in the repository. */
export type Files = ReadonlyMap<string, string>;

/** One document of a file. */
export interface TreeObject {
  readonly file: string;
  /** Which document of the file. */
  readonly index: number;
  readonly object: JsonObject;
  readonly kind: string;
  readonly name: string;
  /** Empty for cluster-wide objects. */
  readonly namespace: string;
}

/** A field of an object. In `pattern` every list index is `[]`: `spec.containers.[].image`. */
export interface Place {
  readonly steps: readonly (string | number)[];
  readonly pattern: string;
  readonly value: unknown;
}

/** A field that can be damaged. */
export interface Victim extends Place {
  readonly object: TreeObject;
}

/** What Flux reconciles by itself: a Kustomization and the files that its path builds. */
export interface FluxUnit {
  readonly object: TreeObject;
  readonly name: string;
  /** In the repository, without `./`. */
  readonly path: string;
  readonly dependsOn: readonly string[];
  readonly files: ReadonlySet<string>;
}

/** A tree before any damage, parsed once. Nothing here changes; every edit gives files anew. */
export class IntactTree {
  readonly objects: readonly TreeObject[];
  readonly configs: readonly KustomizeFile[];
  readonly units: readonly FluxUnit[];
  /** `namespace/name` of ConfigMaps that kustomize generates, to their keys. */
  readonly generated: ReadonlyMap<string, ReadonlySet<string>>;
  private readonly placesOf = new Map<TreeObject, readonly Place[]>();
  private readonly victimsOf = new Map<string, readonly Victim[]>();

  constructor(readonly files: Files) {
    const parsed = [...files].filter(([path]) => isManifest(path)).flatMap(([path, text]) => read(path, text));
    this.configs = parsed
      .filter(({ file }) => file.endsWith('/kustomization.yaml'))
      .map(({ file, object }) => kustomizeFile(file, object));
    const configFiles = new Set(this.configs.flatMap(({ generatorFiles }) => generatorFiles));
    this.objects = parsed.filter(({ file, kind }) => kind !== '' && !configFiles.has(file) && !isConfig(file));
    this.units = this.objects
      .filter(({ kind, object }) => kind === 'Kustomization' && String(object.apiVersion).includes('toolkit'))
      .map((object) => this.unit(object));
    this.generated = new Map(this.configs.flatMap(({ generated }) => generated));
  }

  /** Every field of an object, maps and lists included. */
  places(object: TreeObject): readonly Place[] {
    let places = this.placesOf.get(object);
    if (places === undefined) {
      const list: Place[] = [];
      walk(object.object, [], '', list);
      places = list;
      this.placesOf.set(object, places);
    }
    return places;
  }

  /** Fields whose pattern matches, in files that are not sealed. */
  victims(pattern: RegExp, fits: (victim: Victim) => boolean = () => true): Victim[] {
    let all = this.victimsOf.get(pattern.source);
    if (all === undefined) {
      const open = this.objects.filter(({ file }) => !isSealed(file));
      all = open.flatMap((object) => {
        const fitting = this.places(object).filter((place) => pattern.test(place.pattern));
        return fitting.map((place) => ({ ...place, object }));
      });
      this.victimsOf.set(pattern.source, all);
    }
    return all.filter(fits);
  }

  find(kind: string, namespace: string, name: string): TreeObject | undefined {
    return this.objects.find((one) => one.kind === kind && one.namespace === namespace && one.name === name);
  }

  ofKind(...kinds: readonly string[]): TreeObject[] {
    return this.objects.filter(({ kind }) => kinds.includes(kind));
  }

  /** The unit whose path builds a file. */
  unitOf(file: string): FluxUnit | undefined {
    return this.units.find(({ files }) => files.has(file));
  }

  /** Names of all units that one waits for, directly or not; `without` is a dependency to leave out. */
  waitsFor(unit: FluxUnit, without?: string): Set<string> {
    const reached = new Set<string>();
    const pending = unit.dependsOn.filter((name) => name !== without);
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (reached.has(name)) continue;
      reached.add(name);
      pending.push(...(this.units.find((one) => one.name === name)?.dependsOn ?? []));
    }
    return reached;
  }

  /** The files with some texts changed; `undefined` removes a file. */
  with(changes: Readonly<Record<string, string | undefined>>): Map<string, string> {
    const files = new Map(this.files);
    for (const [path, text] of Object.entries(changes)) {
      if (text === undefined) files.delete(path);
      else files.set(path, text);
    }
    return files;
  }

  /** The text of a file with one document changed. */
  editedText(file: string, index: number, change: (document: Document.Parsed) => void): string {
    const documents = parseAllDocuments(this.text(file)) as Document.Parsed[];
    change(documents[index] as Document.Parsed);
    return documents.map((document) => document.toString({ lineWidth: 0 })).join('');
  }

  text(file: string): string {
    return this.files.get(file) ?? '';
  }

  private unit(object: TreeObject): FluxUnit {
    const spec = object.object.spec as JsonObject;
    const path = String(spec.path).replace(/^\.\//, '');
    const files = filesBelow(configAt(this.configs, path), this.configs);
    return { object, name: object.name, path, dependsOn: dependencies(spec), files };
  }
}

export function isSealed(file: string): boolean {
  return /\.(?:sops|sealed)\.yaml$/.test(file);
}

/** Beside what Flux reads lie templates of charts and what Talos takes. */
function isManifest(file: string): boolean {
  return /^kubernetes\/[^/]+\/(?:flux|infrastructure|apps)\/.*\.yaml$/.test(file);
}

function isConfig(file: string): boolean {
  return file.endsWith('/kustomization.yaml');
}

function read(file: string, text: string): TreeObject[] {
  return parseAllDocuments(text).flatMap((document, index) => {
    const object = document.toJS() as JsonObject | null;
    if (object === null || typeof object !== 'object') return [];
    const { name = '', namespace = '' } = (object.metadata ?? {}) as { name?: string; namespace?: string };
    return [{ file, index, object, kind: String(object.kind ?? ''), name, namespace }];
  });
}

function walk(value: unknown, steps: readonly (string | number)[], pattern: string, into: Place[]): void {
  if (pattern !== '') into.push({ steps, pattern, value });
  if (typeof value !== 'object' || value === null) return;
  const lead = pattern === '' ? '' : `${pattern}.`;
  if (Array.isArray(value)) for (const [at, one] of value.entries()) walk(one, [...steps, at], `${lead}[]`, into);
  else for (const [key, one] of Object.entries(value)) walk(one, [...steps, key], `${lead}${key}`, into);
}
