import { isMap } from 'yaml';
import { type Random, sealValue } from './cipher.js';
import { METADATA_KEY, parseYaml, type SyntaxTree } from './document.js';
import { formatLastModified, SOPS_VERSION } from './metadata.js';
import { ciphertextKey, type OpenedFile } from './open.js';
import { refuseMetadata, sealTree } from './seal.js';

/**
 * Seals an edited plaintext with the file's own data key and recipients. Unchanged values keep their ciphertext byte
 * for byte; a changed value gets a fresh nonce. The text is the old one when nothing changed.
 *
 * @throws SopsError when the plaintext is no YAML or holds what SOPS has no type for.
 */
export function resealYaml(opened: OpenedFile, plain: string, lastModified: Date, random: Random): string {
  if (plain === opened.plain) return opened.sealed;
  const { file, dataKey } = opened;
  const left = new Map([...opened.ciphertexts].map(([key, texts]) => [key, [...texts]]));
  const metadata = {
    ...opened.metadata,
    lastModified: formatLastModified(lastModified),
    version: opened.metadata.version || SOPS_VERSION,
  };
  const tree = parseYaml(plain, file);
  refuseMetadata(tree, file);
  keepOtherEntries(tree, opened);
  return sealTree(tree, metadata, file, (value, context) => {
    const before = left.get(ciphertextKey(value, context))?.shift();
    return before ?? sealValue(value, dataKey, context, random);
  });
}

/** Keys of other services (PGP, a cloud's) wrap the same data key, so they stay as they are. */
function keepOtherEntries(tree: SyntaxTree, { sealed, file }: OpenedFile): void {
  const contents = parseYaml(sealed, file)[0]?.contents;
  const entries = isMap(contents) ? contents.get(METADATA_KEY) : undefined;
  for (const { contents: target } of tree) if (isMap(target)) target.set(METADATA_KEY, entries);
}
