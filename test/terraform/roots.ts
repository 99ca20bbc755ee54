import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Folder of the root modules, and of the modules that they share. */
export const FOLDER = join(process.cwd(), 'terraform');

/** Root modules, by name. */
export const roots: readonly string[] = readdirSync(FOLDER).filter(
  (name) => name !== 'modules' && statSync(join(FOLDER, name)).isDirectory(),
);

export const shared: readonly string[] = readdirSync(join(FOLDER, 'modules')).map((name) => `modules/${name}`);

/** Text of a module's files, one after the other. */
export function textOf(module: string): string {
  const folder = join(FOLDER, module);
  const files = readdirSync(folder).filter((name) => name.endsWith('.tf'));
  return files.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
}

/** Variables of a module, and whether each must be given. Formatted text is enough: a block ends with a brace of its own. */
export function variablesOf(
  module: string,
): ReadonlyMap<string, { readonly required: boolean; readonly text: string }> {
  const blocks = textOf(module).matchAll(/^variable "(\w+)" \{\n([\s\S]*?)^\}/gm);
  return new Map(
    [...blocks].map(([, name = '', text = '']) => [name, { required: !/^ {2}default\s*=/m.test(text), text }]),
  );
}

/** Versions that a module pins, by the source of the provider; nothing for one that it only names. */
export function providersOf(module: string): readonly { readonly source: string; readonly version?: string }[] {
  const [, block = ''] = /required_providers \{\n([\s\S]*?)^ {2}\}/m.exec(textOf(module)) ?? [];
  return [...block.matchAll(/= \{\n([\s\S]*?)^ {4}\}/gm)].map(([, text = '']) => {
    const [, source = ''] = /source\s*= "([^"]+)"/.exec(text) ?? [];
    const [, version] = /version\s*= "([^"]+)"/.exec(text) ?? [];
    return version === undefined ? { source } : { source, version };
  });
}
