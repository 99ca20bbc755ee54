import { parseAllDocuments } from 'yaml';
import * as z from 'zod';
import { InputError } from '../../model/error.js';
import { byApiVersion } from '../api-version.js';
import type { KindSchema } from '../kind-schema.js';
import { GROUP, IMPORTED_FOLDER, importedFileName, KIND } from './imported-kind.js';
import { TAKEN_NAMES } from './schema-importables.js';
import { structuralSchema } from './structural-schema.js';

/** A kind as its definition names it. */
export interface DefinedKind extends KindSchema {
  /** As `kubectl` lists it: `things.example.org`. */
  readonly definition: string;
}

/** A definition that no construct can be made of. */
export interface UnusableDefinition {
  readonly definition: string;
  readonly problem: InputError;
}

/** What a source defines. */
export interface Definitions {
  readonly kinds: readonly DefinedKind[];
  readonly unusable: readonly UnusableDefinition[];
}

/** What a chart has in templates/ is not YAML yet. */
const TEMPLATE = 'give YAML or JSON; a chart’s template has to be rendered first: helm template --include-crds';
const DEFINITION = 'CustomResourceDefinition';
const SERVED = 'apiextensions.k8s.io/v1';
const API_VERSION = /^v\d+((alpha|beta)\d+)?$/;

const version = z.looseObject({
  name: z.string(),
  served: z.boolean(),
  deprecated: z.boolean().optional(),
  schema: z.looseObject({ openAPIV3Schema: z.unknown() }).optional(),
});
const definition = z.looseObject({
  apiVersion: z.literal(SERVED),
  spec: z.looseObject({
    group: z.string().regex(GROUP),
    names: z.looseObject({ kind: z.string().regex(KIND), plural: z.string() }),
    scope: z.enum(['Cluster', 'Namespaced']),
    versions: z.array(version).min(1),
  }),
});
const object = z.looseObject({ kind: z.string(), apiVersion: z.string() });
const named = z.looseObject({ metadata: z.looseObject({ name: z.string() }) });
const list = z.looseObject({ items: z.array(z.unknown()) });

/**
 * The kinds that custom resource definitions describe, each at the newest version that is served: YAML of one or more
 * documents, or JSON; definitions may be items of a List. Other objects, as a release's manifests have them, are left
 * out.
 *
 * @param source names the text in errors.
 * @throws InputError when the text cannot be read, or has no definition, or the same one twice.
 */
export function readDefinitions(source: string, text: string): Definitions {
  const found = documentsOf(source, text).flatMap(objectsOf);
  const definitions = found.filter((one) => object.safeParse(one).data?.kind === DEFINITION);
  if (definitions.length === 0) {
    const kinds = [...new Set(found.map((one) => object.safeParse(one).data?.kind ?? 'no object'))].sort();
    const holds = kinds.length === 0 ? 'is empty' : `holds ${kinds.slice(0, 5).join(', ')}`;
    throw new InputError(
      `${source}: there is no ${DEFINITION} in it: it ${holds}`,
      'give the file that the operator’s release or chart has its definitions in (crds.yaml, crds/)',
    );
  }
  const kinds: DefinedKind[] = [];
  const unusable: UnusableDefinition[] = [];
  for (const one of definitions) {
    try {
      kinds.push(readDefinition(source, one));
    } catch (problem) {
      if (!(problem instanceof InputError)) throw problem;
      unusable.push({ definition: named.safeParse(one).data?.metadata.name ?? '', problem });
    }
  }
  const ids = kinds.map(({ definition: name }) => name);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new InputError(`${source}: ${twice} is in it twice`, 'leave one of them out');
  return { kinds, unusable };
}

function documentsOf(source: string, text: string): unknown[] {
  const documents = parseAllDocuments(text, { uniqueKeys: false, prettyErrors: true, logLevel: 'silent' });
  return [...documents].map((document) => {
    const [error] = document.errors;
    if (error !== undefined) {
      const line = error.linePos?.[0].line;
      throw new InputError(`${source}${line === undefined ? '' : `:${line}`}: is no YAML`, TEMPLATE);
    }
    try {
      return document.toJS({ maxAliasCount: 1000 }) as unknown;
    } catch {
      throw new InputError(`${source}: its aliases cannot be resolved`, 'give a file without anchors and aliases');
    }
  });
}

/** A document's objects: itself, or the items of a list. */
function objectsOf(document: unknown): unknown[] {
  if (document === null || document === undefined) return [];
  const kind = object.safeParse(document).data?.kind;
  const items = kind?.endsWith('List') === true ? list.safeParse(document).data?.items : undefined;
  return items === undefined ? [document] : items.flatMap(objectsOf);
}

function readDefinition(source: string, found: unknown): DefinedKind {
  const name = named.safeParse(found).data?.metadata.name;
  const place = `${source}: ${DEFINITION}${name === undefined ? '' : ` ${name}`}`;
  const { data, error } = definition.safeParse(found);
  if (data === undefined) {
    const [issue] = error.issues;
    if (issue?.path[0] === 'apiVersion') {
      throw new InputError(
        `${place} is not of ${SERVED}`,
        'older forms are not served since Kubernetes 1.22: take a newer release',
      );
    }
    throw new InputError(
      `${place}: ${issue?.path.join('.')} is missing or not usable`,
      'take the file as it was released',
    );
  }
  const { group, names, scope, versions } = data.spec;
  if (TAKEN_NAMES.includes(names.kind)) {
    throw new InputError(`${place}: no construct can be named ${names.kind}`, 'write its schema in lib/schemas/kinds');
  }
  const chosen = newestServed(versions);
  if (chosen === undefined) {
    throw new InputError(`${place} serves no version`, 'take a release whose definition has one with served: true');
  }
  if (chosen.schema?.openAPIV3Schema === undefined) {
    throw new InputError(`${place}: version ${chosen.name} has no schema`, 'take the file as it was released');
  }
  const id = { group, kind: names.kind };
  try {
    return {
      ...id,
      version: chosen.name,
      scope,
      schema: structuralSchema(chosen.schema.openAPIV3Schema),
      from: `${IMPORTED_FOLDER}/${importedFileName(id)}`,
      definition: `${names.plural}.${group}`,
    };
  } catch (problem) {
    throw new InputError(`${place}: ${(problem as Error).message}`, 'take the file as it was released');
  }
}

function newestServed(versions: readonly z.infer<typeof version>[]): z.infer<typeof version> | undefined {
  const served = versions.filter((one) => one.served && API_VERSION.test(one.name));
  const current = served.filter(({ deprecated }) => deprecated !== true);
  return [...(current.length > 0 ? current : served)].sort((a, b) => byApiVersion(a.name, b.name)).at(-1);
}
