import { parseDocument } from 'yaml';
import * as z from 'zod';
import { InputError } from '../../model/error.js';

const projectFile = z.object({ name: z.string().min(1), stackConfigDir: z.string().optional() });
const stackFile = z.object({ config: z.record(z.string(), z.unknown()).nullish() });

/** What a project's file says, as far as its stacks' files need it. */
export interface PulumiProject {
  readonly name: string;
  /** Where the stacks' files are, relative to the project. */
  readonly stackFolder: string;
}

/** @throws InputError when the text is no `Pulumi.yaml`. */
export function parseProject(text: string, file: string): PulumiProject {
  const parsed = projectFile.safeParse(dataOf(text, file));
  if (!parsed.success) throw new InputError(`${file}: names no project`);
  return { name: parsed.data.name, stackFolder: parsed.data.stackConfigDir ?? '.' };
}

/** Name of a stack's file: `Pulumi.dev.yaml` for `organization/project/dev`. */
export function stackFileName(stack: string): string {
  return `Pulumi.${stack.split('/').at(-1)}.yaml`;
}

/** Full keys that a stack's file sets, `<namespace>:<key>`. @throws InputError when the text is no such file. */
export function ownKeys(text: string, file: string, project: string): string[] {
  const parsed = stackFile.safeParse(dataOf(text, file) ?? {});
  if (!parsed.success) throw new InputError(`${file}: its config is no map`);
  return Object.keys(parsed.data.config ?? {}).map((key) => fullKey(key, project));
}

/** Older files write `<namespace>:config:<key>`; a key without a namespace is the project's. */
function fullKey(key: string, project: string): string {
  return key.includes(':') ? key.replace(/^([^:]+):config:/, '$1:') : `${project}:${key}`;
}

function dataOf(text: string, file: string): unknown {
  const document = parseDocument(text, { prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) throw new InputError(`${file}: no valid YAML (${error.code})`);
  return document.toJS({ maxAliasCount: 100 });
}
