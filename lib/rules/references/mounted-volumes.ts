import { mapsOf } from '../../flux/kustomize/built.js';
import type { PodTemplate } from '../../flux/pods.js';
import { presence } from '../../flux/presence/presence.js';
import type { TreeView } from '../../flux/tree/view.js';
import type { JsonObject } from '../../model/json.js';

/** A volume of files that Secrets and ConfigMaps hold. */
export interface FileVolume {
  /** `Secret web`, for people. */
  readonly shown: string;
  /** Paths of its files, from where it is mounted. */
  readonly files: ReadonlySet<string>;
  /** ConfigMaps that it is made of: their text may name other files. */
  readonly configMaps: readonly string[];
}

/** Volumes of a pod of which every file is known, by name. */
export function fileVolumes(view: TreeView, { namespace, spec }: PodTemplate): ReadonlyMap<string, FileVolume> {
  const found = new Map<string, FileVolume>();
  for (const volume of mapsOf(spec.volumes)) {
    const sources = sourcesOf(volume);
    const parts = sources.map((source) => partOf(view, namespace, source));
    if (typeof volume.name !== 'string' || parts.length === 0 || parts.includes(undefined)) continue;
    const known = parts.filter((part) => part !== undefined);
    found.set(volume.name, {
      shown: known.map(({ shown }) => shown).join(', '),
      files: new Set(known.flatMap(({ files }) => files)),
      configMaps: known.flatMap(({ configMap }) => configMap ?? []),
    });
  }
  return found;
}

interface Source {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly name: unknown;
  readonly source: JsonObject;
}

/** Sources of a volume; a projected one may mix them with others, whose files nobody knows. */
function sourcesOf(volume: JsonObject): (Source | undefined)[] {
  if (volume.projected !== undefined) {
    return mapsOf((volume.projected as JsonObject | null)?.sources).map((source) => sourceOf(source));
  }
  const own = sourceOf(volume);
  return own === undefined ? [] : [own];
}

function sourceOf({ secret, configMap }: JsonObject): Source | undefined {
  const [first] = mapsOf([secret]);
  if (first !== undefined) return { kind: 'Secret', name: first.secretName ?? first.name, source: first };
  const [second] = mapsOf([configMap]);
  return second === undefined ? undefined : { kind: 'ConfigMap', name: second.name, source: second };
}

function partOf(view: TreeView, namespace: string, of: Source | undefined) {
  if (of === undefined || typeof of.name !== 'string' || of.source.optional === true) return undefined;
  const { kind, name, source } = of;
  const keys = presence(view).get({ group: '', kind, namespace, name })?.keys;
  if (keys === undefined) return undefined;
  const items = mapsOf(source.items).map(({ path }) => String(path));
  const files = items.length > 0 ? items : [...keys];
  return { shown: `${kind} ${name}`, files, configMap: kind === 'ConfigMap' ? name : undefined };
}
