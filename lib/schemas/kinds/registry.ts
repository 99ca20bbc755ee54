import * as z from 'zod';
import type { JsonObject } from '../../model/json.js';
import type { SchemaProblem } from '../../model/kind-schemas.js';
import type { KindScope } from '../kind-schema.js';
import { zodProblems } from '../zod-problems.js';
import { open } from './field-types.js';
import { objectMeta } from './object-meta.js';
import type { ZodKind, ZodKinds } from './zod-kind.js';

/**
 * Kinds that no package describes, by API group: how to load each, so that a tree pays for the groups that it has.
 * A group's file in this folder has the group's name.
 */
const GROUPS: Readonly<Record<string, () => Promise<{ readonly KINDS: ZodKinds }>>> = {
  'barmancloud.cnpg.io': () => import('./barmancloud.cnpg.io.js'),
  'dns.cav.enablers.ob': () => import('./dns.cav.enablers.ob.js'),
  'generators.external-secrets.io': () => import('./generators.external-secrets.io.js'),
  'helm.cattle.io': () => import('./helm.cattle.io.js'),
  'infra.contrib.fluxcd.io': () => import('./infra.contrib.fluxcd.io.js'),
  'k8s.mariadb.com': () => import('./k8s.mariadb.com.js'),
  'kustomize.config.k8s.io': () => import('./kustomize.config.k8s.io.js'),
  'longhorn.io': () => import('./longhorn.io.js'),
  'metallb.io': () => import('./metallb.io.js'),
  'opentelemetry.io': () => import('./opentelemetry.io.js'),
  'snapshot.storage.k8s.io': () => import('./snapshot.storage.k8s.io.js'),
  'vault.banzaicloud.com': () => import('./vault.banzaicloud.com.js'),
};

/** One of these kinds, as a list of what can be checked names it. */
export interface ZodKindId {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly scope: KindScope;
}

/** The kinds of the groups that were loaded. */
export interface LoadedZodKinds {
  readonly groups: Readonly<Record<string, ZodKinds>>;
  readonly zodKinds: readonly ZodKindId[];
  /** The check of a whole object; undefined where the kind has no schema here, or not of this version. */
  zodKindCheck(
    group: string,
    version: string,
    kind: string,
  ): ((object: JsonObject) => readonly SchemaProblem[]) | undefined;
}

/** Loads the schemas of API groups; a group that is not here is passed over. @param names all of them by default */
export async function loadZodKinds(names: Iterable<string> = Object.keys(GROUPS)): Promise<LoadedZodKinds> {
  const found = [...new Set(names)].filter((name) => Object.hasOwn(GROUPS, name)).sort();
  const loaded: [group: string, kinds: ZodKinds][] = [];
  // One after the other: jest cannot link modules that share one at the same time.
  for (const name of found) loaded.push([name, (await (GROUPS[name] as (typeof GROUPS)[string])()).KINDS]);
  const kinds = loaded.flatMap(([group, members]) =>
    Object.entries(members).map(([kind, found]) => ({
      group,
      kind,
      found,
      version: found.version,
      scope: found.scope,
    })),
  );
  const schemas = new Map(
    kinds.map(({ group, version, kind, found }) => [`${group}/${version}/${kind}`, wholeObject(found)]),
  );
  return {
    groups: Object.fromEntries(loaded),
    zodKinds: kinds.map(({ group, version, kind, scope }) => ({ group, version, kind, scope })),
    zodKindCheck(group, version, kind) {
      const schema = schemas.get(`${group}/${version}/${kind}`);
      return schema === undefined ? undefined : (object) => zodProblems(schema, object);
    },
  };
}

/** The schema of a kind with what every object has. */
function wholeObject({ schema, applied = true }: ZodKind): z.ZodObject {
  const own = { apiVersion: z.string(), kind: z.string(), metadata: objectMeta, status: open };
  // kustomize adds what a file leaves out.
  if (!applied) return schema.extend(z.object(own).omit({ status: true }).partial().shape);
  return schema.extend({ ...own, status: open.optional() });
}
