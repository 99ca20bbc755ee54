import type { KindSchemas } from '../model/kind-schemas.js';
import { compiler } from './check/compile.js';
import { dropConsequences } from './check/drop-consequences.js';
import type { Compile } from './check/objects.js';
import { groups, kubernetesVersions } from './compiled/catalogue.js';
import type { CompiledSchemas } from './compiled-schemas.js';
import type { JsonSchema } from './json-schema.js';
import type { KindScope } from './kind-schema.js';

/** The compiled schemas of one source, with the checks made of them so far. */
interface Source extends CompiledSchemas {
  readonly compile: Compile;
}

interface NamedKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/**
 * Loads the validators of the API groups of the named kinds, and of no others.
 *
 * @param kubernetesVersion as `1.34.2`; where its minor is not there, the newest below it, or else the oldest.
 */
export async function loadKindSchemas(kinds: Iterable<NamedKind>, kubernetesVersion: string): Promise<KindSchemas> {
  const asked = [...kinds];
  const builtIn = await load(kubernetesVersions[chooseMinor(kubernetesVersion)]);
  const named = new Set(asked.map(({ apiVersion }) => groupOf(apiVersion)));
  const custom = new Map(
    await Promise.all([...named].map(async (group) => [group, await load(groups[group], builtIn)] as const)),
  );
  const sourceOf = (group: string, kind: string) =>
    builtIn?.kinds[`${group}/${kind}`] === undefined ? custom.get(group) : builtIn;
  const listed = (group: string, kind: string) => sourceOf(group, kind)?.kinds[`${group}/${kind}`];
  const unlisted = asked.some(({ apiVersion, kind }) => listed(groupOf(apiVersion), kind) === undefined);
  // Kinds that no package describes: their schemas are code, which a tree without them need not load.
  const written = unlisted ? await (await import('./kinds/registry.js')).loadZodKinds(named) : undefined;
  const entryOf = (group: string, kind: string): readonly (string | undefined)[] => {
    const compiled = listed(group, kind);
    if (compiled !== undefined) return compiled.split(' ');
    const known = written?.zodKinds.filter((one) => one.group === group && one.kind === kind) ?? [];
    return [known[0]?.scope, ...known.map(({ version }) => version)];
  };
  return {
    check(object) {
      const { apiVersion, kind } = object;
      if (typeof apiVersion !== 'string' || typeof kind !== 'string') return undefined;
      const group = groupOf(apiVersion);
      const version = apiVersion.replace(/^.*\//, '');
      const id = `${group}/${version}/${kind}`;
      const source = sourceOf(group, kind);
      if (source?.definitions[id] === undefined) {
        const check = written?.zodKindCheck(group, version, kind);
        return check === undefined ? undefined : dropConsequences(check(object));
      }
      const problems = source.compile({ $ref: id })(object) ?? [];
      return dropConsequences(problems.map(({ path, ...problem }) => ({ ...problem, path: path.reverse() })));
    },
    scopeOf: (group, kind) => entryOf(group, kind)[0] as KindScope | undefined,
    versionsOf: (group, kind) => entryOf(group, kind).slice(1) as string[],
  };
}

/** `apps` of `apps/v1`; empty for `v1`. */
function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.replace(/\/[^/]*$/, '') : '';
}

async function load(loader: (() => Promise<CompiledSchemas>) | undefined, base?: Source): Promise<Source | undefined> {
  if (loader === undefined) return undefined;
  const { kinds, definitions } = await loader();
  const resolve = (name: string): JsonSchema => {
    const text = definitions[name] ?? base?.definitions[name];
    // A package may use a type of Kubernetes that the cluster's version does not have yet.
    return text === undefined ? true : (JSON.parse(text) as JsonSchema);
  };
  return { kinds, definitions, compile: compiler(resolve) };
}

/** The Kubernetes minor whose schemas stand for a version. */
export function chooseMinor(version: string, known: readonly string[] = Object.keys(kubernetesVersions)): string {
  const order = (minor: string) => Number(minor.split('.')[1]);
  const sorted = [...known].sort((a, b) => order(a) - order(b));
  return sorted.findLast((minor) => order(minor) <= order(version)) ?? (sorted[0] as string);
}
