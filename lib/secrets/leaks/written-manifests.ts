import type { Hit } from './leak.js';

const KIND = /^([ \t>#*-]*)(["']?)kind\2[ \t]*:[ \t]*(["']?)Secret\3[ \t]*,?[ \t]*(?:#.*)?$/gm;
const DATA = /^([ \t>#*-]*)(["']?)(?:data|stringData)\2[ \t]*:[ \t]*(?:#.*)?$/;
const LEAD = /^[ \t>*]*/;
const VALUE = /^([ \t>#*]*)(["']?)([\w.-]{1,253})\2[ \t]*:[ \t]*(?!#)(\S.*)$/;
/** As JSON, maybe as a text within another text. */
const COMPACT = /\\*["']kind\\*["']\s{0,20}:\s{0,20}\\*["']Secret\\*["']/g;
const COMPACT_VALUE =
  /\\*["'](?:data|stringData)\\*["']\s{0,20}:\s{0,20}\{\s{0,40}\\*["'][\w.-]{1,253}\\*["']\s{0,20}:\s{0,20}\\*["']([^"'\\]{1,4000})/g;
/** How far a Secret's values are from its kind at most: in lines, and in characters where there are none. */
const NEAR_LINES = 40;
const NEAR = 4_000;
/** No file has more Secrets; so that the time is bounded. */
const MOST = 2_000;

/** Finds Secrets with values in clear in any text, by its lines: templates, shell scripts, guides, embedded texts. */
export function findWrittenManifests(text: string, isValue: (value: string) => boolean): Hit[] {
  const lines = first(text.matchAll(KIND)).flatMap((match) =>
    linesNear(text, match.index, (match[1] ?? '').length, isValue),
  );
  const compact = first(text.matchAll(COMPACT)).flatMap((match) => compactNear(text, match.index, isValue));
  return [...lines, ...compact];
}

function first(matches: Iterable<RegExpExecArray>): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  for (const match of matches) {
    if (found.length === MOST) break;
    found.push(match);
  }
  return found;
}

function linesNear(text: string, kindAt: number, indent: number, isValue: (value: string) => boolean): Hit[] {
  let dataIndent: number | undefined;
  for (const { line, offset } of linesAround(text, kindAt, indent)) {
    const data = DATA.exec(line);
    if (data !== null && (data[1] ?? '').length === indent) {
      dataIndent = indent;
      continue;
    }
    if (dataIndent === undefined || line.trim() === '') continue;
    if ((LEAD.exec(line)?.[0] ?? '').length <= dataIndent) {
      dataIndent = undefined;
      continue;
    }
    const [, , , , value = ''] = VALUE.exec(line) ?? [];
    const bare = value.replace(/[ \t]#.*$/, '').replaceAll(/^["']|["'],?$/g, '');
    if (bare === '' || /^[|>][-+\d]*$/.test(bare) || !isValue(bare)) continue;
    const start = offset + line.indexOf(value);
    return [{ code: 'leak-secret-manifest', offset: start, end: start + bare.length, what: WHAT }];
  }
  return [];
}

const WHAT = 'a Kubernetes Secret with values in clear';

/** Lines of the same document before and after a place. */
function linesAround(text: string, at: number, indent: number): { line: string; offset: number }[] {
  let start = at;
  for (let count = 0; count < NEAR_LINES && start > 0; count++) {
    const previous = text.lastIndexOf('\n', start - 2) + 1;
    const line = text.slice(previous, Math.min(start - 1, previous + 500));
    if (line.startsWith('---') || (line.trim() !== '' && (/^[ \t>#*-]*/.exec(line)?.[0] ?? '').length < indent)) break;
    start = previous;
  }
  const lines: { line: string; offset: number }[] = [];
  for (let offset = start; offset < text.length && lines.length < 2 * NEAR_LINES; ) {
    const end = text.indexOf('\n', offset);
    const line = text.slice(offset, Math.min(end === -1 ? text.length : end, offset + 4_000));
    if (offset > at && line.startsWith('---')) break;
    lines.push({ line: line.replace(/\r$/, ''), offset });
    if (end === -1) break;
    offset = end + 1;
  }
  return lines;
}

function compactNear(text: string, kindAt: number, isValue: (value: string) => boolean): Hit[] {
  const from = Math.max(0, kindAt - NEAR);
  for (const match of text.slice(from, kindAt + NEAR).matchAll(COMPACT_VALUE)) {
    const [found, value = ''] = match;
    if (!isValue(value)) continue;
    const offset = from + match.index + found.length - value.length;
    return [{ code: 'leak-secret-manifest', offset, end: offset + value.length, what: WHAT }];
  }
  return [];
}
