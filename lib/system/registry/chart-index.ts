import { load } from 'js-yaml';
import * as z from 'zod';
import { RegistryError } from './error.js';

const entrySchema = z.looseObject({
  name: z.string(),
  version: z.coerce.string(),
  urls: z.array(z.string()).min(1, 'no address'),
  digest: z.string().nullish(),
});

/** A chart at one version, as an index.yaml lists it. */
export type ChartEntry = z.infer<typeof entrySchema>;

/**
 * Entries of one chart in a chart repository's index. An index may have 20 MB, and reading all of it as YAML takes a
 * second: helm writes it in blocks, so that the lines of one chart can be told by their indentation.
 * @throws RegistryError for what is no index.
 */
export function readChartIndex(text: string, chart: string, subject: string): readonly ChartEntry[] {
  const entries = quickEntries(text, chart) ?? wholeEntries(text, subject)[chart];
  if (entries === undefined) return [];
  if (!Array.isArray(entries)) throw new RegistryError('invalid', `${subject}: entries of "${chart}" are no list`);
  // One entry that nobody can read must not hide the others.
  return entries.flatMap((entry) => {
    const result = entrySchema.safeParse(entry);
    return result.success ? [result.data] : [];
  });
}

/** Charts that an index has, for the hint that goes with an unknown one. */
export function chartNames(text: string): string[] {
  const start = /^entries:[ \t]*\r?\n([ \t]+)\S/m.exec(text);
  if (start === null) return [];
  const key = new RegExp(`^${start[1]}(?:"([^"\\n]+)"|'([^'\\n]+)'|([^\\s#"'-][^\\n:]*)):[ \\t]*\\r?$`, 'gm');
  const names = text.slice(start.index).matchAll(key);
  return [...new Set([...names].map(([, a, b, c]) => (a ?? b ?? c) as string))];
}

function quickEntries(text: string, chart: string): unknown {
  const start = /^entries:[ \t]*\r?\n([ \t]+)\S/m.exec(text);
  if (start === null) return undefined;
  const indent = start[1] as string;
  const from = start.index;
  for (const name of [chart, `"${chart}"`, `'${chart}'`]) {
    const at = text.indexOf(`\n${indent}${name}:`, from);
    if (at === -1) continue;
    const end = endOfBlock(text, text.indexOf('\n', at + 1) + 1, indent);
    const block = parse(text.slice(at + 1, end));
    const found = (block as Record<string, unknown> | undefined)?.[chart];
    if (Array.isArray(found) && found.every((entry) => entry?.name === chart)) return found;
  }
  return undefined;
}

/** Where the lines end that belong to the key above: its list may stand at the key's own indentation. */
function endOfBlock(text: string, from: number, indent: string): number {
  let at = from;
  while (at > 0 && at < text.length) {
    const belongs =
      text.startsWith(`${indent}-`, at) || text.startsWith(`${indent} `, at) || /[\r\n]/.test(text[at] as string);
    if (!belongs) return at;
    at = text.indexOf('\n', at) + 1;
  }
  return text.length;
}

function wholeEntries(text: string, subject: string): Readonly<Record<string, unknown>> {
  const content = parse(text);
  const entries = (content as { entries?: unknown } | undefined)?.entries;
  if (typeof entries === 'object' && entries !== null) return entries as Record<string, unknown>;
  throw new RegistryError('invalid', `${subject}: it is no index of charts`, 'see the repository’s address');
}

function parse(text: string): unknown {
  return attempt(() => (text.trimStart().startsWith('{') ? JSON.parse(text) : undefined)) ?? attempt(() => load(text));
}

function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}
