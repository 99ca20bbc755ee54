import type { TreeView } from '../flux/tree/view.js';
import type { Suppression } from '../model/external.js';
import type { Finding } from '../model/finding.js';
import { TREE_RULES } from './tree-registry.js';
import { runTreeRules, type TreeRule } from './tree-rule.js';

/** What a check of a tree found, and what of it is accepted. */
export interface TreeReport {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
}

/** A finding that somebody accepts, with the reason. */
export interface SuppressedFinding {
  readonly finding: Finding;
  readonly reason: string;
}

/** Every rule over a tree. @throws RuleError when a rule itself is broken. */
export function checkTree(view: TreeView, rules: readonly TreeRule[] = TREE_RULES): TreeReport {
  return sortOut(runTreeRules(rules, view), view.settings.suppressions, view.settings.cluster);
}

/** Parts findings by what is accepted; an acceptance that covers nothing any more is a finding itself. */
export function sortOut(found: readonly Finding[], suppressions: readonly Suppression[], cluster: string): TreeReport {
  const findings: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  const used = new Set<Suppression>();
  for (const finding of found) {
    const cover = suppressions.find((one) => covers(one, finding));
    if (cover === undefined) findings.push(finding);
    else {
      used.add(cover);
      suppressed.push({ finding, reason: cover.reason });
    }
  }
  for (const { rule, unit, object } of suppressions.filter((one) => !used.has(one))) {
    const what = [unit, object].filter((part) => part !== undefined).join(' ');
    findings.push({
      code: 'suppression-unused',
      severity: 'warning',
      message: `"${rule}" is accepted${what === '' ? '' : ` for ${what}`}, and finds nothing there`,
      hint: 'take the acceptance away',
      origin: { cluster, ...(unit === undefined ? {} : { unit }), source: 'charts' },
    });
  }
  return { findings, suppressed };
}

function covers({ rule, unit, object }: Suppression, { code, origin, field }: Finding): boolean {
  if (rule !== code || (unit !== undefined && unit !== origin.unit)) return false;
  return object === undefined || matches(object, field?.split(' ')[0] ?? '');
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}
