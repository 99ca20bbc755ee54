import type { JsonObject } from '../../model/json.js';
import { apiGroup } from '../../model/manifest.js';
import { buildFolder, emptyBuild } from '../kustomize/build.js';
import { type Build, type Built, field } from '../kustomize/built.js';
import type { TreeFolders } from '../kustomize/folders.js';
import { joinPath } from '../kustomize/paths.js';
import { applySpec } from './apply-spec.js';
import type { TreeDocument, UnitFault } from './view.js';

export const FLUX_GROUP = 'kustomize.toolkit.fluxcd.io';

/** A Kustomization and what its path builds, before substitution. */
export interface BuiltUnit {
  readonly kustomization: Built;
  /** Who applies the Kustomization; undefined for what a person applies. */
  readonly parent?: BuiltUnit;
  readonly path: string | undefined;
  readonly build: Build;
  readonly faults: readonly UnitFault[];
}

export function isFluxKustomization({ apiVersion, kind }: JsonObject): boolean {
  return kind === 'Kustomization' && typeof apiVersion === 'string' && apiGroup(apiVersion) === FLUX_GROUP;
}

/**
 * Every Flux Kustomization of a tree with what it applies. One that another applies is taken as that one leaves it,
 * with its patches; those that nobody applies are for a person (bootstrap), and come first. Only those below `root`
 * are looked for; what they lead to may lie elsewhere.
 */
export function fluxUnits(folders: TreeFolders, root: string): BuiltUnit[] {
  const below = [...folders.sources.values()].filter(({ path }) => root === '' || path.startsWith(`${root}/`));
  const found = below.flatMap(({ documents }) => documents.filter(({ object }) => isFluxKustomization(object)));
  const all = found.length > 0 || !folders.has(root) ? found : [impliedRoot(root)];
  const byPath = new Map<string, Build>();
  const buildOf = (path: string): Build => {
    const found = byPath.get(path) ?? buildFolder(folders, path);
    byPath.set(path, found);
    return found;
  };
  const applied = new Set<TreeDocument>();
  const applies = new Map<TreeDocument, string>();
  for (const document of all) {
    const path = ownPath(document.object);
    if (path === undefined || !folders.has(path)) continue;
    for (const built of buildOf(path).objects) {
      if (built.document === document) applies.set(document, path);
      else if (isFluxKustomization(built.object)) applied.add(built.document);
    }
  }
  const units: BuiltUnit[] = [];
  const seen = new Set<TreeDocument>();
  const enter = (kustomization: Built, parent: BuiltUnit | undefined) => {
    if (seen.has(kustomization.document)) return;
    seen.add(kustomization.document);
    const unit = builtUnit(kustomization, parent, folders, buildOf);
    units.push(unit);
    for (const built of unit.build.objects) {
      if (isFluxKustomization(built.object)) enter(built, unit);
    }
  };
  for (const document of all) if (!applied.has(document)) enter({ document, object: document.object }, undefined);
  // Those that only apply each other in a circle hang on nothing; they are units all the same.
  for (const document of all) enter({ document, object: document.object }, undefined);
  return units;
}

/** A folder without a Kustomization is what somebody points Flux at, as `flux bootstrap --path` does. */
function impliedRoot(root: string): TreeDocument {
  const name = 'flux-system';
  const sourceRef = { kind: 'GitRepository', name, namespace: name };
  const settings = { interval: '1h', retryInterval: '2m', timeout: '5m', prune: true, wait: true };
  const object = {
    apiVersion: `${FLUX_GROUP}/v1`,
    kind: 'Kustomization',
    metadata: { name, namespace: name },
    spec: { path: `./${root}`, sourceRef, ...settings },
  };
  return { file: root, index: 0, object };
}

/** Folder that a Kustomization applies; undefined for an artifact that is no Git repository. */
function ownPath(object: JsonObject): string | undefined {
  const kind = field(object, 'spec', 'sourceRef', 'kind');
  if (kind !== undefined && kind !== 'GitRepository') return undefined;
  const path = field(object, 'spec', 'path');
  return joinPath('', typeof path === 'string' ? path : '');
}

function builtUnit(
  kustomization: Built,
  parent: BuiltUnit | undefined,
  folders: TreeFolders,
  buildOf: (path: string) => Build,
): BuiltUnit {
  const { document, object } = kustomization;
  const path = ownPath(object);
  const head = { kustomization, ...(parent === undefined ? {} : { parent }), path };
  if (path === undefined || !folders.has(path)) {
    const build: Build = emptyBuild();
    const shown = field(object, 'spec', 'path');
    const faults: UnitFault[] =
      path === undefined
        ? []
        : [{ kind: 'path', message: `path "${shown}" does not exist`, document, path: ['spec', 'path'] }];
    return { ...head, build, faults };
  }
  const base = buildOf(path);
  const own: Build = {
    objects: [...base.objects],
    faults: [...base.faults],
    files: new Set(base.files),
    folders: new Set(base.folders),
    texts: new Set(base.texts),
  };
  applySpec(folders, path, { document, object }, own);
  const listed = own.objects.some((built) => built.document === document);
  const faults: UnitFault[] =
    listed && parent !== undefined
      ? [{ kind: 'lists-itself', message: 'is applied by the very path that it applies', document }]
      : [];
  return { ...head, build: own, faults: [...own.faults, ...faults] };
}
