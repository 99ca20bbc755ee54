import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { InputError } from '../../model/error.js';
import type { Json } from '../../model/json.js';
import { anyJson, type BackupStack, type ConfigValue } from '../format.js';
import { callPulumi, type RunPulumi } from './call.js';
import { propertyPath } from './environment.js';

/** A stack, and the folder of its project. */
export interface StackPlace {
  readonly project: string;
  readonly name: string;
  readonly folder: string;
  /** Full keys that the stack's own file sets: `pulumi config` also lists what the project and environments bring. */
  readonly ownKeys: readonly string[];
}

const listed = z.record(
  z.string(),
  z.object({ value: z.string().optional(), objectValue: anyJson.optional(), secret: z.boolean() }),
);

/**
 * A stack's own configuration with its secrets in clear.
 * @throws InputError when the CLI fails, masks a value, or leaves out one that the stack's file has.
 */
export async function readStack(run: RunPulumi, { project, name, folder, ownKeys }: StackPlace): Promise<BackupStack> {
  // Without opening the stack's environments: their values belong to them.
  const args = ['config', '--stack', name, '--json', '--show-secrets', '--open=false', '--non-interactive'];
  const entries = ownKeys.length === 0 ? {} : parseListed(await callPulumi(run, args, { cwd: folder }), name);
  const values = ownKeys.map((key): [string, ConfigValue] => {
    const entry = Object.hasOwn(entries, key) ? entries[key] : undefined;
    const value = entry?.objectValue ?? entry?.value;
    if (entry === undefined || value === undefined) {
      throw new InputError(`stack ${name}: the CLI shows no value of "${key}"`, 'it needs --show-secrets: update it');
    }
    return [key, { value, secret: entry.secret }];
  });
  return { project, name, values: Object.fromEntries(values) };
}

/** Sets one key, in parts where it is a map or a list. Each value goes to the CLI's standard input. */
export async function writeConfig(
  run: RunPulumi,
  { name, folder }: StackPlace,
  key: string,
  { value, secret }: ConfigValue,
  replaces: boolean,
): Promise<void> {
  const structured = typeof value === 'object' && value !== null;
  const leaves = structured ? leavesOf(value, [key]) : [{ path: [key], value }];
  if (structured && replaces) {
    await callPulumi(run, ['config', 'rm', key, '--stack', name, '--non-interactive'], { cwd: folder });
  }
  for (const leaf of leaves) {
    const where = structured ? ['--path', propertyPath(leaf.path)] : [key];
    const text = String(leaf.value);
    const args = ['config', 'set', ...where, ...typeOf(leaf.value, secret, structured), '--stack', name];
    // The CLI takes away one line end.
    await callPulumi(run, [...args, '--non-interactive'], { cwd: folder, input: `${text}\n` }, [text]);
  }
}

/** Whether a value can be written: the CLI has no way to set an empty list or map, nor null. */
export function isSettable({ value }: ConfigValue, key: string): boolean {
  if (typeof value !== 'object' || value === null) return value !== null;
  return (
    !/[.[\]"]/.test(key) &&
    leavesOf(value, [key]).every((leaf) => leaf.value !== null && typeof leaf.value !== 'object')
  );
}

/** Whether two values are the same, and as secret. */
export function sameConfig(one: ConfigValue, other: ConfigValue | undefined): boolean {
  return other !== undefined && one.secret === other.secret && isDeepStrictEqual(one.value, other.value);
}

interface ConfigLeaf {
  readonly path: readonly (string | number)[];
  readonly value: Json;
}

/** Values that are no container; an empty container is a leaf of its own. */
function leavesOf(value: Json, path: readonly (string | number)[]): ConfigLeaf[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  const entries: (readonly [string | number, Json])[] = Array.isArray(value)
    ? value.map((item, index) => [index, item] as const)
    : Object.entries(value as Record<string, Json>);
  if (entries.length === 0) return [{ path, value }];
  return entries.flatMap(([key, child]) => leavesOf(child, [...path, key]));
}

/** Secrets are texts. In a map or list, the CLI takes a text that looks like a number or boolean for one. */
function typeOf(value: Json, secret: boolean, structured: boolean): string[] {
  if (typeof value === 'string') {
    if (secret) return ['--secret'];
    return structured && /^(?:true|false|[-+]?\d+)$/i.test(value) ? ['--type', 'string'] : ['--plaintext'];
  }
  return typeof value === 'number' && !Number.isInteger(value) ? ['--type', 'float'] : ['--plaintext'];
}

function parseListed(output: string, name: string) {
  let json: unknown;
  try {
    json = JSON.parse(output);
  } catch {
    json = undefined;
  }
  const parsed = listed.safeParse(json);
  if (!parsed.success) throw new InputError(`stack ${name}: what the CLI printed is no configuration`, 'update it');
  return parsed.data;
}
