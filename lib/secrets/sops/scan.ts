import { METADATA_KEY } from './document.js';
import type { PlainMap, PlainNode, PlainScalar } from './plain-tree.js';

/** A file of one document, as far as its judgement needs it. */
export interface ScannedFile {
  /** Under `sops`. */
  readonly metadata: PlainNode | undefined;
  /** All the rest. */
  readonly contents: PlainMap;
}

// One line: a comment, or an entry of a map, which may be the first of a list's item. Only keys that no reader of
// YAML takes for something else than text.
const LINE =
  /( *)(?:#[\x20-\x7e\xa0-\u2027\u202a-\ud7ff]*|(- )?((?:[A-Za-z_]|\.[A-Za-z])[\w./-]{0,200}):(?: ([\x20-\x7e\xa0-\u2027\u202a-\ud7ff]+))?)\n/y;
const NO_TEXT = new Set(['null', 'true', 'false', '.nan', '.inf', '__proto__']);
const SEALED = /^ENC\[[A-Za-z0-9+/=:,_]*\]$/;
/** Text that means the same without quotes, wherever it stands. */
const WORDS = /^[\w./^(](?:[\w./@+^()|$\\*?~;<>=,-]|:(?=[\w./@+-])| (?=[\w./(]))*$/;
const LITERAL_LINE = /( +)([\x21-\x7e][\x20-\x7e]*)\n/y;

interface MapFrame {
  readonly indent: number;
  readonly map: Map<string, PlainNode>;
}
interface ListFrame {
  readonly indent: number;
  readonly list: PlainNode[];
}
type Frame = MapFrame | ListFrame;

/** A key whose value begins on the next line. */
interface OpenKey {
  readonly map: Map<string, PlainNode>;
  readonly key: string;
}

/**
 * Reads a file in the form that `sops` and `formatYaml` write, line by line and about ten times faster than a YAML
 * parser. Undefined for all else, however little it differs: then only the parser knows what the text means. What it
 * does read is what the parser reads (a law: test/property/scan.test.ts).
 */
export function scanFile(text: string): ScannedFile | undefined {
  const root = new Map<string, PlainNode>();
  const frames: Frame[] = [{ indent: 0, map: root }];
  let open: OpenKey | undefined;
  for (let at = 0; at < text.length; ) {
    LINE.lastIndex = at;
    const line = LINE.exec(text);
    if (line === null) return undefined;
    at = LINE.lastIndex;
    const key = line[3];
    if (key === undefined) continue;
    const indent = (line[1] as string).length;
    const isItem = line[2] !== undefined;
    if (open !== undefined) {
      if (indent <= (frames.at(-1) as Frame).indent) return undefined;
      frames.push(newFrame(indent, isItem, open));
      open = undefined;
    }
    const map = mapAt(frames, indent, isItem);
    if (map === undefined || map.has(key) || NO_TEXT.has(key.toLowerCase())) return undefined;
    const source = line[4];
    if (source === undefined) {
      open = { map, key };
    } else if (source === '|') {
      const end = literalEnd(text, at);
      if (end === undefined || end.indent <= (frames.at(-1) as Frame).indent) return undefined;
      map.set(key, { value: end.value, type: 'BLOCK_LITERAL' });
      at = end.at;
    } else {
      const value = nodeOf(source);
      if (value === undefined) return undefined;
      map.set(key, value);
    }
  }
  if (open !== undefined || root.size === 0) return undefined;
  const metadata = root.get(METADATA_KEY);
  root.delete(METADATA_KEY);
  return { metadata, contents: root };
}

/** What opens on a line below its key: a list when the line is an item. */
function newFrame(indent: number, isItem: boolean, { map, key }: OpenKey): Frame {
  const node: PlainNode[] | Map<string, PlainNode> = isItem ? [] : new Map<string, PlainNode>();
  map.set(key, node);
  return Array.isArray(node) ? { indent, list: node } : { indent, map: node };
}

/** The map that a line belongs to; undefined when its place is not one that canonical files have. */
function mapAt(frames: Frame[], indent: number, isItem: boolean): Map<string, PlainNode> | undefined {
  while ((frames.at(-1) as Frame).indent > indent) frames.pop();
  const frame = frames.at(-1) as Frame;
  if (frame.indent !== indent || 'list' in frame !== isItem) return undefined;
  if ('map' in frame) return frame.map;
  const map = new Map<string, PlainNode>();
  frame.list.push(map);
  frames.push({ indent: indent + 2, map });
  return map;
}

function nodeOf(source: string): PlainNode | undefined {
  if (SEALED.test(source) || WORDS.test(source)) return { value: source, type: 'PLAIN' };
  if (source === '[]') return [];
  return quoted(source, '"', 'QUOTE_DOUBLE') ?? quoted(source, "'", 'QUOTE_SINGLE');
}

function quoted(source: string, quote: string, type: PlainScalar['type']): PlainScalar | undefined {
  if (source.length < 2 || !source.startsWith(quote) || !source.endsWith(quote)) return undefined;
  const value = source.slice(1, -1);
  return value.includes(quote) || value.includes('\\') ? undefined : { value, type };
}

/** A literal block without empty lines and without extra indentation. */
function literalEnd(text: string, from: number): { value: string; indent: number; at: number } | undefined {
  let [value, indent, at] = ['', 0, from];
  for (;;) {
    LITERAL_LINE.lastIndex = at;
    const line = LITERAL_LINE.exec(text);
    const spaces = line?.[1]?.length ?? 0;
    if (indent === 0) indent = spaces;
    if (line === null || spaces < indent || indent === 0) break;
    if (spaces > indent) return undefined;
    value += `${line[2]}\n`;
    at = LITERAL_LINE.lastIndex;
  }
  return value === '' ? undefined : { value, indent, at };
}
