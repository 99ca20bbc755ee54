import type { ResolvedCluster } from '../model/cluster.js';
import type { Finding, Severity } from '../model/finding.js';
import type { ClusterTree } from '../model/tree.js';
import type { ShownFile, UnreadableFile } from '../secrets/file/shown-file.js';
import type { CreationRulesText } from '../secrets/recipients/creation-rules-text.js';

/** What a rule sees: exactly what would be written, what it came from, and what is on disk. */
export interface RuleInput {
  readonly cluster: ResolvedCluster;
  readonly tree: ClusterTree;
  /** Chart files that exist, relative to the repository; undefined where there are none to look at. */
  readonly chartFiles?: ReadonlySet<string>;
  /** Files of the cluster's folder on disk that nobody declares. */
  readonly foreignFiles: readonly string[];
  /** Sealed files that are declared and exist, as everyone can read them. */
  readonly sealed: readonly (ShownFile | UnreadableFile)[];
  /** What `.sops.yaml` says. */
  readonly creationRules: CreationRulesText;
  /** Text of the certificates that SealedSecrets are sealed for, by path. */
  readonly certificates: ReadonlyMap<string, string>;
}

/** A check: pure, with everything that a person needs to act on it. */
export interface Rule {
  /** Code of its findings. */
  readonly name: string;
  readonly severity: Severity;
  readonly description: string;
  /** What to do about a finding, in general. */
  readonly remediation: string;
  /**
   * Rules over trees that find the same. Synth refuses to write by this one; where one of those spoke, `check` leaves
   * this one's findings out. @default none does
   */
  readonly coveredBy?: readonly string[];
  check(input: RuleInput): RuleFinding[];
}

/** A finding without what the rule's metadata gives. */
export type RuleFinding = Omit<Finding, 'code' | 'severity'>;

export function runRules(rules: readonly Rule[], input: RuleInput): Finding[] {
  return rules.flatMap((rule) =>
    rule.check(input).map((finding) => ({
      ...finding,
      code: rule.name,
      severity: rule.severity,
      hint: finding.hint ?? rule.remediation,
    })),
  );
}
