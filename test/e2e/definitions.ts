import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import * as z from 'zod';
import { InputError } from '../../lib/model/error.js';
import type { JsonObject } from '../../lib/model/json.js';
import type { BuildOptions } from './build-engines.js';
import { pinsOf } from './cache.js';
import { moduleFiles } from './module-files.js';

const pins = z.array(
  z.strictObject({
    module: z.string(),
    version: z.string(),
    sum: z.string().startsWith('h1:'),
    paths: z.array(z.string()).min(1),
  }),
);
type Pin = z.infer<typeof pins>[number];

/** A custom resource definition, as it is applied. */
export interface Definition extends JsonObject {
  readonly spec: JsonObject & { readonly group: string; readonly names: JsonObject & { readonly kind: string } };
}

/**
 * The definitions that modules publish, from the cache; the first run fetches them with Go.
 *
 * @throws InputError where they have to be fetched and cannot be, or are not what was pinned.
 */
export async function publishedDefinitions(options: BuildOptions): Promise<readonly Definition[]> {
  const kept = keptFile(options);
  if (!existsSync(kept)) {
    const found: Definition[] = [];
    for (const pin of pins.parse(parse(readFileSync(pinsFile(options), 'utf8'))))
      found.push(...(await fetchDefinitions(pin, options)));
    mkdirSync(join(kept, '..'), { recursive: true });
    writeFileSync(`${kept}.${process.pid}.partial`, JSON.stringify(found));
    renameSync(`${kept}.${process.pid}.partial`, kept);
  }
  return JSON.parse(readFileSync(kept, 'utf8'));
}

/** True where nothing has to be fetched. */
export function definitionsAreThere(options: BuildOptions): boolean {
  return existsSync(keptFile(options));
}

function pinsFile({ folder }: BuildOptions): string {
  return join(folder, 'definitions.yaml');
}

/** What is taken out of the modules, by what pins them. */
function keptFile(options: BuildOptions): string {
  return join(options.cache, 'definitions', `${pinsOf([pinsFile(options)], { prose: false })}.json`);
}

async function fetchDefinitions({ paths, ...pin }: Pin, options: BuildOptions): Promise<Definition[]> {
  const files = await moduleFiles(pin, paths, options);
  const from = (path: string) => [...files].filter(([name]) => name === path || name.startsWith(`${path}/`));
  return paths.flatMap((path) => {
    const found = from(path).flatMap(([name, text]) => (/\.ya?ml$/.test(name) ? readDefinitions(text) : []));
    if (found.length === 0) throw new InputError(`${pin.module} ${pin.version} has no definitions in ${path}`);
    return found;
  });
}

/** @internal for its test */
export function readDefinitions(text: string): Definition[] {
  const objects = parseAllDocuments(text).map((document) => document.toJS() as JsonObject | null);
  return objects
    .filter((object) => object?.kind === 'CustomResourceDefinition')
    .map((object) => alone(object as Definition));
}

/**
 * Without what needs the operator itself: a webhook that converts between versions would not answer here. And without
 * prose, which is most of it and judges nothing.
 */
function alone({ status: _, ...definition }: Definition): Definition {
  const { conversion: __, ...spec } = definition.spec;
  return { ...definition, spec: withoutProse(spec) as Definition['spec'] };
}

/** A field that is called `description` has a schema, not a text. */
function withoutProse(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutProse);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name, one]) => name !== 'description' || typeof one !== 'string');
  return Object.fromEntries(kept.map(([name, one]) => [name, name === 'default' ? one : withoutProse(one)]));
}
