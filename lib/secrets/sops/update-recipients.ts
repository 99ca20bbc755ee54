import { wrapDataKey } from './data-key.js';
import { formatYaml, parseYaml } from './document.js';
import { readMetadata, writeWrappedKeys } from './metadata.js';
import { openYaml } from './open.js';
import { metadataOf } from './plain-tree.js';

/** How the recipients of a file differ from those that it should have. */
export interface RecipientChange {
  /** In the order of the rule. */
  readonly added: readonly string[];
  /** In the order of the file. */
  readonly removed: readonly string[];
}

/** What has to change; undefined when a file has the right recipients, in whichever order. */
export function compareRecipients(current: readonly string[], wanted: readonly string[]): RecipientChange | undefined {
  const added = wanted.filter((recipient) => !current.includes(recipient));
  const removed = current.filter((recipient) => !wanted.includes(recipient));
  return added.length === 0 && removed.length === 0 ? undefined : { added, removed };
}

/**
 * Brings a file to other recipients and keeps its data key, as `sops updatekeys` does: values, nonces and MAC stay byte
 * for byte, and so do the keys of recipients that stay. New recipients need an identity that opens the file, and a MAC
 * that holds: what somebody tampered with is not handed on.
 *
 * @throws SopsError when the file cannot be opened though somebody is added, or a recipient is none.
 */
export async function updateRecipients(
  text: string,
  file: string,
  wanted: readonly string[],
  identities: readonly string[],
): Promise<string> {
  const tree = parseYaml(text, file);
  const { age } = readMetadata(metadataOf(tree[0], file), file);
  const change = compareRecipients(
    age.map(({ recipient }) => recipient),
    wanted,
  );
  if (change === undefined) return text;
  const { added } = change;
  const fresh =
    added.length === 0 ? [] : await wrapDataKey((await openYaml(text, file, identities)).dataKey, added, file);
  const known = new Map([...fresh, ...[...age].reverse()].map((key) => [key.recipient, key]));
  const keys = wanted.flatMap((recipient) => known.get(recipient) ?? []);
  for (const document of tree) writeWrappedKeys(document, keys);
  return formatYaml(tree);
}
