import { randomBytes } from 'node:crypto';
import { expect } from '@jest/globals';
import { readShownFile } from '../../../lib/secrets/file/shown-file.js';
import { SopsError } from '../../../lib/secrets/sops/error.js';
import { openYaml } from '../../../lib/secrets/sops/open.js';
import { scalarText } from '../../../lib/secrets/sops/plain-tree.js';
import { sealYaml } from '../../../lib/secrets/sops/seal.js';
import { SELECTION_KINDS } from '../../../lib/secrets/sops/selection.js';
import { sealedFile } from '../declarations.js';
import { contentOf } from './content.js';
import { type Outcome, TAMPERED_PLAIN } from './tampering.js';

const FILE = 'kubernetes/x/secret.sops.yaml';

/** The file that the tamperings change. */
export function sealTampered(recipient: string): Promise<string> {
  const lastModified = new Date('2026-01-02T03:04:05Z');
  return sealYaml(TAMPERED_PLAIN, { file: FILE, recipients: [recipient], lastModified, random: randomBytes });
}

/** What the rules of `npm run check` compare with the declaration. */
function shownBy(text: string): unknown {
  const shown = readShownFile(sealedFile('automation/n8n', {}), text);
  if ('fault' in shown) return shown.fault;
  const keys = shown.values.map(({ key }) => key);
  const kinds = SELECTION_KINDS.map((kind) => (shown.sops === undefined ? '' : scalarText(shown.sops, kind)));
  return [[...shown.clear], keys, shown.recipients, kinds];
}

/** What becomes of a changed file. Fails when an error is no SopsError, does not name the file, or names a value. */
export async function outcomeOf(text: string, sealed: string, identity: string): Promise<Outcome> {
  const plain = await openedOr(text, identity);
  if (typeof plain !== 'string') return plain.code;
  const [before, after] = [contentOf(TAMPERED_PLAIN), contentOf(plain)];
  if (JSON.stringify(shownBy(text)) !== JSON.stringify(shownBy(sealed))) return 'shown';
  expect(after.values.map(emptyForNull)).toEqual(before.values);
  if (after.comments.join() !== before.comments.join()) return 'comment';
  return after.types.join() === before.types.join() ? 'harmless' : 'type';
}

/** In a Secret null is empty text, and the MAC has neither. */
function emptyForNull(line: string): string {
  return line.replace(/ null$/, ' ""');
}

async function openedOr(text: string, identity: string): Promise<string | SopsError> {
  try {
    return (await openYaml(text, FILE, [identity])).plain;
  } catch (error) {
    if (!(error instanceof SopsError)) throw error;
    expect(error.message).toMatch(new RegExp(`^${FILE}: `));
    expect(`${error.message} ${error.hint}`).not.toMatch(/hunter2|5678|ENC\[/);
    return error;
  }
}

/** Changes one byte, and fails when the file opens to other values. */
export async function expectFlipHarmless(sealed: string, at: number, mask: number, identity: string): Promise<void> {
  const bytes = Buffer.from(sealed);
  bytes[at] = (bytes[at] ?? 0) ^ mask;
  const text = bytes.toString('utf8');
  const outcome = await outcomeOf(text, sealed, identity);
  if (outcome.startsWith('SOPS_')) return;
  const plain = await openedOr(text, identity);
  // Names may have changed; then the file shows it.
  const values = (content: string) => {
    return contentOf(content)
      .values.map((line) => emptyForNull(line))
      .map((line) => line.slice(line.lastIndexOf(' ')));
  };
  expect(values(String(plain))).toEqual(values(TAMPERED_PLAIN));
}
