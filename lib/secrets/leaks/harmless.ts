/** A part of a text, from and up to an offset. */
export type Span = readonly [number, number];

/**
 * What looks random and is public, or sealed: certificates and public keys, age and PGP ciphertext, values and keys that
 * SOPS or a SealedSecret controller sealed, digests, fingerprints, lock files' integrity, embedded images, UUIDs.
 */
const HARMLESS = [
  /ENC\[AES256_GCM,[^\]\s]{20,}\]/g,
  /\bdata:[a-z]{2,20}\/[a-z0-9.+-]{1,80}(?:;[a-z0-9-]+=[^;,\s"']{1,40}){0,4};base64,[A-Za-z0-9+/=%]+/gi,
  /\b(?:sha(?:1|224|256|384|512)|md5|blake[23]b?)[-:=_ ]["']?[A-Za-z0-9+/=_-]{20,}/gi,
  /\b(?:h1:[A-Za-z0-9+/]{43}=)/g,
  /\b(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-nistp\d{3}|sk-(?:ssh|ecdsa)[a-z0-9-]*@openssh\.com)["',\s]+[A-Za-z0-9+/=]{40,}/g,
  /\bAAAA[BCE][23]N[z|jlk][A-Za-z0-9+/=]{20,}/g,
  /\bage1[a-z0-9]{20,}/g,
  /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi,
  /\bLS0tLS1CRUdJTi[A-Za-z0-9+/=]+/g,
  /\bAg[A-Za-z0-9+/]{300,}={0,2}/g,
  /\bMII[A-Za-z0-9+/=]{150,}/g,
  /\|1\|[A-Za-z0-9+/=]{28}\|[A-Za-z0-9+/=]{28}/g,
  // The token that every guide to JSON Web Tokens shows.
  /eyJ[A-Za-z0-9_-]+\.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4g[A-Za-z0-9_.-]+/g,
  // What Pulumi encrypted.
  /\b(?:secure|encryptionsalt|encryptedkey): ?["']?(?:v1:|AAAB)[A-Za-z0-9+/=:]+/g,
  /homelab-gitops\/sealed-[a-z-]+: ?[^\n]*/g,
];

const PUBLIC_BLOCK = /-----BEGIN (?![A-Z0-9 ]{0,40}PRIVATE KEY)([A-Z0-9 ]{1,60})-----/g;
/** No block is longer, in characters. */
const LONGEST = 64_000;

/** Spans that no literal is looked for in, in order and without overlap. */
export function harmlessSpans(text: string): Span[] {
  const spans = HARMLESS.flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match): Span => [match.index, match.index + match[0].length]),
  );
  return mergeSpans([...publicBlocks(text), ...spans]);
}

/** Spans in order, and joined where they overlap. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: [number, number][] = [];
  for (const [start, end] of [...spans].sort(([a], [b]) => a - b)) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

function publicBlocks(text: string): Span[] {
  return [...text.matchAll(PUBLIC_BLOCK)].flatMap(({ index, 1: kind }): Span[] => {
    const end = text.slice(index, index + LONGEST).indexOf(`-----END ${kind}-----`);
    return end === -1 ? [] : [[index, index + end]];
  });
}

/** Whether a part of the text touches one of the spans. */
export function isWithin(spans: readonly Span[], start: number, end: number): boolean {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle] as Span)[1] <= start) low = middle + 1;
    else high = middle;
  }
  const next = spans[low];
  return next !== undefined && next[0] < end;
}
