/** A version of a range, where parts may be left out or `x`. */
interface Bound {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  readonly anyMajor: boolean;
  readonly anyMinor: boolean;
  readonly anyPatch: boolean;
}

type Version = Pick<Bound, 'major' | 'minor' | 'patch'>;

const PART = /^v?(\d+|[xX*])(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(?:-[\w.-]+)?(?:\+[\w.-]+)?$/;
const TERM = /^(!=|>=|=>|<=|=<|~>|=|>|<|~|\^)?\s*(\S+)$/;

/**
 * Whether a release of Kubernetes is in a chart's `kubeVersion`, by helm's rules: `,` and space mean and, `||` means or.
 * @returns undefined for what is no range, and for a version that is no release: helm decides those alone.
 */
export function inVersionRange(version: string, range: string): boolean | undefined {
  const plain = /^v?(\d+)\.(\d+)(?:\.(\d+))?(?:\+.*)?$/.exec(version.trim());
  if (plain === null) return undefined;
  const found = { major: Number(plain[1]), minor: Number(plain[2]), patch: Number(plain[3] ?? 0) };
  const alternatives = range.split('||').map((part) => fitsAll(found, part));
  if (alternatives.includes(undefined)) return undefined;
  return alternatives.includes(true);
}

function fitsAll(version: Version, part: string): boolean | undefined {
  const terms = part
    .trim()
    // `1.2 - 1.4` is a range of its own.
    .replace(/(\S+)\s+-\s+(\S+)/g, '>=$1 <=$2')
    .replace(/([=!<>~^])\s+/g, '$1')
    .split(/[\s,]+/)
    .filter(Boolean);
  if (terms.length === 0) return undefined;
  const results = terms.map((term) => fits(version, term));
  return results.includes(undefined) ? undefined : results.every(Boolean);
}

function fits(version: Version, term: string): boolean | undefined {
  const [, operator = '=', text = ''] = TERM.exec(term) ?? [];
  const bound = readBound(text);
  if (bound === undefined) return undefined;
  switch (operator) {
    case '!=':
      return !within(version, bound);
    case '>':
      return isAbove(version, bound);
    case '<':
      return compare(version, bound) < 0;
    case '>=':
    case '=>':
      return compare(version, bound) >= 0;
    case '<=':
    case '=<':
      return compare(version, bound) <= 0 || (anyPart(bound) && within(version, bound));
    case '~':
    case '~>':
      return compare(version, bound) >= 0 && within(version, { ...bound, anyPatch: true });
    case '^':
      return compare(version, bound) >= 0 && withinCaret(version, bound);
    default:
      return within(version, bound);
  }
}

function readBound(text: string): Bound | undefined {
  const match = PART.exec(text);
  if (match === null) return undefined;
  const [major, minor, patch] = [match[1], match[2], match[3]].map((part) =>
    /^\d+$/.test(part ?? '') ? Number(part) : undefined,
  );
  const anyMajor = major === undefined;
  const anyMinor = anyMajor || minor === undefined;
  return {
    major: major ?? 0,
    minor: anyMajor ? 0 : (minor ?? 0),
    patch: anyMinor ? 0 : (patch ?? 0),
    anyMajor,
    anyMinor,
    anyPatch: anyMinor || patch === undefined,
  };
}

function anyPart({ anyPatch }: Bound): boolean {
  return anyPatch;
}

function compare(a: Version, b: Version): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch;
}

function within(version: Version, bound: Bound): boolean {
  if (bound.anyMajor) return true;
  if (version.major !== bound.major) return false;
  if (bound.anyMinor) return true;
  return version.minor === bound.minor && (bound.anyPatch || version.patch === bound.patch);
}

function isAbove(version: Version, bound: Bound): boolean {
  return compare(version, bound) > 0 && !(anyPart(bound) && within(version, bound));
}

function withinCaret(version: Version, bound: Bound): boolean {
  if (bound.anyMajor) return true;
  if (version.major !== bound.major) return false;
  if (bound.major > 0 || bound.anyMinor) return true;
  if (version.minor !== bound.minor) return false;
  return bound.minor > 0 || bound.anyPatch || version.patch === bound.patch;
}
