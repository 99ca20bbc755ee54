import type { Finding, Severity } from '../../model/finding.js';

/** What one run of the checks found, before it is text. Never holds a secret's value. */
export interface CheckResult {
  readonly findings: readonly Finding[];
  /** Findings that somebody accepts, with the reason. */
  readonly suppressed: readonly { readonly finding: Finding; readonly reason: string }[];
  /** Texts that look like secrets and that a comment allows. */
  readonly allowed: readonly { readonly path: string; readonly line: number; readonly reason: string }[];
  /** Secrets of the published example that hold stand-ins: right there, and to be replaced by an owner. */
  readonly standIns: number;
  /** Files that were looked into. */
  readonly files: number;
  /** Files of those that are no text. */
  readonly binary: number;
  /** Objects that Flux would apply. */
  readonly objects: number;
}

/** What a report says of a rule besides its findings. */
export interface RuleText {
  readonly name: string;
  readonly severity: Severity;
  readonly description: string;
  readonly remediation: string;
  /** Requirement IDs and traps it comes from. @default none is named */
  readonly sources?: readonly string[];
}

/** How many findings of a severity there are. */
export function countOf({ findings }: CheckResult, severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}

/** `1 file`, `2 files`. */
export function amount(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
