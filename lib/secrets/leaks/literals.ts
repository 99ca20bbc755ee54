import { assignments } from './assignments.js';
import { harmlessSpans, isWithin, type Span } from './harmless.js';
import type { Hit } from './leak.js';
import { looksRandom, looksSecret } from './looks-secret.js';
import { isPlaceholder } from './placeholder.js';

/** Languages in which a value without quotes is a name, not a text. */
const CODE =
  /\.(?:[cm]?[jt]sx?|go|py|rs|java|kt|rb|php|cs|c|h|cpp|swift|scala|css|scss|html?|vue|svelte|lua|proto|graphql|sql)$/i;
/** Files that hold nothing but digests, paths and public keys. Known forms are looked for in them too. */
const MACHINE_MADE =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|go\.sum|Cargo\.lock|poetry\.lock|uv\.lock|composer\.lock|Gemfile\.lock|flake\.lock|known_hosts)$|\.(?:svg|map|min\.(?:js|css)|crt|cer|pub|ipynb)$/i;
const LONGEST_LINE = 4_000;

/** Finds values that are called secret, and text that looks random. */
export function findLiterals(path: string, text: string): Hit[] {
  const isHarmless = harmlessIn(text);
  const named = namedLiterals(path, text, isHarmless);
  return MACHINE_MADE.test(path) ? named : [...named, ...randomLiterals(text, isHarmless)];
}

type IsHarmless = (start: number, end: number) => boolean;

/** Most files hold nothing that looks random, and so need no answer. */
function harmlessIn(text: string): IsHarmless {
  let spans: readonly Span[] | undefined;
  return (start, end) => {
    spans ??= harmlessSpans(text);
    return isWithin(spans, start, end);
  };
}

function namedLiterals(path: string, text: string, isHarmless: IsHarmless): Hit[] {
  const hits: Hit[] = [];
  const isCode = CODE.test(path);
  for (const { value, offset, quoted } of assignments(text)) {
    const end = offset + value.length;
    if (!quoted && (isCode || text[end] === '(')) continue;
    if (!looksSecret(value) || isHarmless(offset, end)) continue;
    hits.push({
      code: 'leak-literal',
      offset,
      end,
      what: `a value of ${value.length} characters, under a name that says it is secret`,
    });
  }
  return hits;
}

/** Characters of base64, plain or for URLs, by their code. */
const IN_RUN = Uint8Array.from({ length: 128 }, (_, code) =>
  /[A-Za-z0-9+/_-]/.test(String.fromCharCode(code)) ? 1 : 0,
);
const SHORTEST_RUN = 32;
const LONGEST_RUN = 128;

/** `/dev/disk/by-id/…`: names of devices and files may look like anything. */
const SYSTEM_PATH = /^\/(?:bin|boot|dev|etc|home|lib|media|mnt|nix|opt|proc|root|run|sbin|srv|sys|tmp|usr|var)\//;

/**
 * By hand: every file is looked into, and most of each is words. A run that starts here has its 32nd character in 31 more,
 * so that one is looked at first, and from there back: what ends the run early is met after a few characters, and all
 * before it is passed over. A sixth of the time that looking at each takes.
 */
function randomLiterals(text: string, isHarmless: IsHarmless): Hit[] {
  const hits: Hit[] = [];
  const inRun = (at: number) => IN_RUN[text.charCodeAt(at)] === 1;
  for (let start = 0; start + SHORTEST_RUN <= text.length; ) {
    let at = start + SHORTEST_RUN - 1;
    while (at >= start && inRun(at)) at -= 1;
    if (at < start) {
      let end = start + SHORTEST_RUN;
      while (end < text.length && inRun(end)) end += 1;
      if (end - start <= LONGEST_RUN) addRandom(hits, text, start, end, isHarmless);
      at = end;
    }
    start = at + 1;
  }
  return hits;
}

function addRandom(hits: Hit[], text: string, offset: number, runEnd: number, isHarmless: IsHarmless): void {
  let end = runEnd;
  while (end < runEnd + 2 && text[end] === '=') end += 1;
  const value = text.slice(offset, end);
  if (!looksRandom(value) || SYSTEM_PATH.test(value) || isPlaceholder(value)) return;
  if (isPartOfMore(text, offset, end) || isHarmless(offset, end)) return;
  hits.push({ code: 'leak-literal', offset, end, what: `random text of ${value.length} characters` });
}

/** A URL, a long run of base64, a line of a block of it, or a line that no person wrote. */
function isPartOfMore(text: string, offset: number, end: number): boolean {
  if (
    /[A-Za-z0-9+/_-]/.test(text[end] ?? '') ||
    text.startsWith('...', end) ||
    text.slice(offset - 3, offset) === '...'
  )
    return true;
  const lineStart = text.lastIndexOf('\n', offset) + 1;
  const nextLine = text.indexOf('\n', end);
  const lineEnd = nextLine === -1 ? text.length : nextLine;
  if (lineEnd - lineStart > LONGEST_LINE) return true;
  const before = text.slice(lineStart, offset);
  const urlStart = before.lastIndexOf('://');
  if (urlStart !== -1 && !/[\s"'`<>]/.test(before.slice(urlStart))) return true;
  const isWhole = /^[\s>|#*"']*$/.test(before) && /^[\s"',+\\]*$/.test(text.slice(end, lineEnd));
  if (!isWhole) return false;
  const previous = text.slice(text.lastIndexOf('\n', lineStart - 2) + 1, Math.max(0, lineStart - 1));
  const following = text.slice(lineEnd + 1, lineEnd + 200).split('\n')[0] ?? '';
  const block = [previous, following].map((line) => BLOCK_LINE.exec(line)?.[1]?.length ?? 0);
  return block.some((length) => BLOCK_WIDTHS.has(length) && end - offset <= length);
}

/** A line of base64 that is broken into lines, as PEM, MIME and others break it. */
const BLOCK_LINE = /^[\s>|#*"']*([A-Za-z0-9+/=_-]{40,})[\s"',+\\]*$/;
const BLOCK_WIDTHS = new Set([60, 64, 68, 70, 72, 76, 80, 100, 120, 128]);
