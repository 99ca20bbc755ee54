import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import * as z from 'zod';
import { InputError } from '../../lib/model/error.js';
import type { JsonObject } from '../../lib/model/json.js';
import { runProgram } from '../../lib/system/run-program.js';
import { type BuildOptions, goVersion } from './build-engines.js';
import { pinsOf } from './cache.js';

const pins = z.array(
  z.strictObject({ module: z.string(), version: z.string(), sum: z.string().startsWith('h1:'), folder: z.string() }),
);
type Pin = z.infer<typeof pins>[number];

const downloaded = z.object({ Dir: z.string(), Sum: z.string() });

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
  const file = join(options.folder, 'definitions.yaml');
  const kept = join(options.cache, 'definitions', `${pinsOf([file], { prose: false })}.json`);
  if (!existsSync(kept)) {
    const found: Definition[] = [];
    for (const pin of pins.parse(parse(readFileSync(file, 'utf8')))) found.push(...(await fetchModule(pin, options)));
    mkdirSync(join(kept, '..'), { recursive: true });
    writeFileSync(`${kept}.${process.pid}.partial`, JSON.stringify(found));
    renameSync(`${kept}.${process.pid}.partial`, kept);
  }
  return JSON.parse(readFileSync(kept, 'utf8'));
}

async function fetchModule({ module, version, sum, folder }: Pin, { env, cache, say }: BuildOptions) {
  if ((await goVersion(env)) === undefined)
    throw new InputError(`${module} is fetched with Go, and there is none here`);
  say(`fetching ${module} ${version}`);
  mkdirSync(cache, { recursive: true });
  // Outside of any module: the repository's own folders hold none that could change what is asked.
  const asked = await runProgram('go', ['mod', 'download', '-json', `${module}@${version}`], { env, cwd: cache });
  if (asked.code !== 0) throw new InputError(`${module} ${version} cannot be fetched: ${asked.stdout}${asked.stderr}`);
  const { Dir, Sum } = downloaded.parse(JSON.parse(asked.stdout));
  if (Sum !== sum) throw new InputError(`${module} ${version} is ${Sum}, not ${sum} as definitions.yaml has it`);
  const names = readdirSync(join(Dir, folder)).filter((name) => /\.ya?ml$/.test(name));
  const found = names.flatMap((name) => readDefinitions(readFileSync(join(Dir, folder, name), 'utf8')));
  if (found.length === 0) throw new InputError(`${module} ${version} has no definitions in ${folder}`);
  return found;
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
