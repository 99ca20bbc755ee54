import { parseYaml } from '../../../lib/secrets/sops/document.js';
import {
  contentsOf,
  isPlainList,
  isPlainMap,
  metadataOf,
  type PlainNode,
} from '../../../lib/secrets/sops/plain-tree.js';
import type { ScannedFile } from '../../../lib/secrets/sops/scan.js';

/** A node as plain lists, so that the order of maps counts and nothing of the parser is left. */
function plainForm(node: PlainNode): unknown {
  if (isPlainMap(node)) return ['map', ...[...node].map(([key, value]) => [key, plainForm(value)])];
  if (isPlainList(node)) return ['list', ...node.map(plainForm)];
  return ['scalar', node.value, node.type, node.tag];
}

export function scannedFile({ metadata, contents }: ScannedFile): unknown {
  return { metadata: isPlainMap(metadata) ? plainForm(metadata) : undefined, contents: plainForm(contents) };
}

/** The same by way of the parser. @throws SopsError */
export function parsedFile(text: string, file: string): unknown {
  const [document, ...others] = parseYaml(text, file);
  if (document === undefined || others.length > 0) return 'not one document';
  const metadata = metadataOf(document, file);
  return {
    metadata: metadata === undefined ? undefined : plainForm(metadata),
    contents: plainForm(contentsOf(document, file)),
  };
}
