import * as z from 'zod';
import { InputError } from '../../model/error.js';
import type { KindSchema } from '../kind-schema.js';
import { structuralSchema } from './structural-schema.js';

/** Folder of the kinds that `npm run import` added, relative to the project. */
export const IMPORTED_FOLDER = 'lib/schemas/imported';

/** An API group, as it can be part of a file's name. */
export const GROUP = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/;
/** A kind, as it can be the name of a class. */
export const KIND = /^[A-Z][A-Za-z0-9]*$/;
const VERSION = /^v\d+((alpha|beta)\d+)?$/;

const stored = z.strictObject({
  group: z.string().regex(GROUP),
  version: z.string().regex(VERSION),
  kind: z.string().regex(KIND),
  scope: z.enum(['Cluster', 'Namespaced']),
  schema: z.unknown(),
});

/** `example.org_Thing.json`. */
export function importedFileName({ group, kind }: Pick<KindSchema, 'group' | 'kind'>): string {
  return `${group}_${kind}.json`;
}

/** The committed form of an imported kind; nothing in it tells of the machine or the time. */
export function formatImportedKind({ group, version, kind, scope, schema }: KindSchema): string {
  return `${JSON.stringify({ group, version, kind, scope, schema }, null, 1)}\n`;
}

/**
 * Reads a committed file back.
 *
 * @param name of the file, within its folder.
 * @throws InputError when it is not what `npm run import` writes.
 */
export function parseImportedKind(name: string, text: string): KindSchema {
  const from = `${IMPORTED_FOLDER}/${name}`;
  const hint = 'npm run import writes it; import the kind again, or remove the file';
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    throw new InputError(`${from} is no JSON`, hint);
  }
  const { data, error } = stored.safeParse(found);
  if (data === undefined) throw new InputError(`${from}: ${error.issues[0]?.path.join('.')} is not usable`, hint);
  if (importedFileName(data) !== name) throw new InputError(`${from} holds ${data.kind} of ${data.group}`, hint);
  try {
    return { ...data, schema: structuralSchema(data.schema, 'schema'), from };
  } catch (problem) {
    throw new InputError(`${from}: ${(problem as Error).message}`, hint);
  }
}
