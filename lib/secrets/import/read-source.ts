import { isMap } from 'yaml';
import { InputError } from '../../model/error.js';
import { METADATA_KEY, parseYaml, type SyntaxTree } from '../sops/document.js';
import { openYaml } from '../sops/open.js';
import { readEnv } from './read-env.js';
import { readManifests } from './read-manifest.js';
import type { Source } from './source.js';

/**
 * Reads a file of any of the forms that `import` takes: YAML or JSON, sealed by SOPS or plain, and `.env`. The name
 * decides where it says `.env`, the content elsewhere.
 *
 * @throws InputError or SopsError when it is none of them, or does not open; never shows a value.
 */
export async function readSource(raw: string, file: string, identities: readonly string[]): Promise<Source> {
  const text = raw.replace(/^\ufeff/, '');
  // What is no UTF-8 has become this character, and would be sealed as something else.
  if (text.includes('\ufffd')) throw new InputError(`${file}: is no UTF-8 text`);
  if (/^sops_(?:mac|version|lastmodified)=/m.test(text)) {
    const hint = `pipe it in: sops decrypt ${file} | npm run secrets -- import - --as NAMESPACE/NAME`;
    throw new InputError(`${file}: is a .env file sealed by SOPS, a form that is not opened here`, hint);
  }
  if (isEnv(text, file)) {
    return { secrets: [{ place: file, values: readEnv(text, file), variables: true }], sealed: false };
  }
  if (!isSealed(parseYaml(text, file))) return { secrets: readManifests(text, file), sealed: false };
  const { plain } = await openYaml(text, file, identities);
  return { secrets: readManifests(plain, file), sealed: true };
}

/** By its name, or else by the first line that says something: no YAML begins with NAME=. */
function isEnv(text: string, file: string): boolean {
  if (/(?:^|\.)env(?:\.|$)/.test(file.split(/[/\\]/).at(-1) ?? '')) return true;
  const first = text.split('\n').find((line) => !/^\s*(?:#|$)/.test(line)) ?? '';
  return /^\s*(?:export\s+)?[\w.-]+\s*=/.test(first);
}

function isSealed(tree: SyntaxTree): boolean {
  return tree.some(({ contents }) => isMap(contents) && isMap(contents.get(METADATA_KEY)));
}
