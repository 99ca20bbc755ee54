import { isWithin, mergeSpans, type Span } from './harmless.js';
import { type AllowedLeak, type Hit, type Leak, type LeakScan, WAY_OUT } from './leak.js';
import { findLiterals } from './literals.js';
import { Positions } from './position.js';
import { findPrivateKeys } from './private-keys.js';
import { findSealingFaults, type SealingContext } from './sealing-faults.js';
import { findSecretManifests, type ReadPlain } from './secret-manifests.js';
import { reasonAt } from './suppression.js';
import { findTokens } from './tokens.js';

export interface ScanContext extends SealingContext {
  /** Whether the file is no text: then only forms that nothing else has are looked for. @default false */
  readonly binary?: boolean;
  /** @default every document with a Secret is parsed */
  readonly readPlain?: ReadPlain;
}

/** More than anybody will read about one file; the rest shows when these are gone. */
const MOST_LEAKS = 50;
const NOTHING: LeakScan = { leaks: [], allowed: [] };

/**
 * Everything secret that stands in a file (DC-08, S1-101, S4-09). Pure, and never throws, whatever the text is; no result
 * holds any of what was found.
 *
 * @param path relative to the repository, with `/`.
 */
export function scanText(path: string, text: string, context: ScanContext = {}): LeakScan {
  const hits = findHits(path, text, context).sort((a, b) => a.offset - b.offset);
  if (hits.length === 0) return NOTHING;
  const positions = new Positions(text);
  const secrets = hits.map(({ offset, end }) => text.slice(offset, end));
  const leaks: Leak[] = [];
  const allowed: AllowedLeak[] = [];
  const seen = new Set<string>();
  for (const { code, offset, what, hint } of hits) {
    const place = positions.of(offset);
    if (seen.has(`${code} ${place.line}`)) continue;
    seen.add(`${code} ${place.line}`);
    const leak: Leak = { code, path, ...place, message: what, hint: hint ?? WAY_OUT[code] };
    const reason = reasonAt(positions, place.line, secrets);
    if (reason !== undefined) allowed.push({ ...leak, reason });
    else if (leaks.length < MOST_LEAKS) leaks.push(leak);
    else break;
  }
  return { leaks, allowed };
}

function findHits(path: string, text: string, context: ScanContext): Hit[] {
  const known = [...findPrivateKeys(text), ...findTokens(text)];
  if (context.binary) return known;
  const covered = mergeSpans(known.map(({ offset, end }): Span => [offset, end]));
  const literals = findLiterals(path, text).filter(({ offset, end }) => !isWithin(covered, offset, end));
  return [
    ...findSealingFaults(path, text, context),
    ...findSecretManifests(path, text, context.readPlain),
    ...known,
    ...literals,
  ];
}
