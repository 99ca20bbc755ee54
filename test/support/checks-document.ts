import type { TreeRule } from '../../lib/rules/tree-rule.js';
import type { FailCase, RuleFixtures } from './rule-fixtures.js';
import type { Trap } from './traps.js';

/** Line after which docs/checks.md is generated. */
export const MARK = '<!-- what follows is generated';

/** The generated part of docs/checks.md: every rule, and which of them sees which trap of the catalogue. */
export function checksDocument(
  rules: readonly TreeRule[],
  chartRules: readonly Pick<TreeRule, 'name' | 'severity' | 'description'>[],
  fixtures: readonly RuleFixtures[],
  traps: readonly Trap[],
): string {
  return [
    '',
    '## Rules over a tree',
    '',
    ...table(
      ['rule', 'severity', 'finds', 'from'],
      rules.map(({ name, severity, description, sources }) => [
        `\`${name}\``,
        severity,
        description,
        sources.join(', '),
      ]),
    ),
    '',
    '## Rules over charts and sealed files',
    '',
    ...table(
      ['rule', 'severity', 'finds'],
      chartRules.map(({ name, severity, description }) => [`\`${name}\``, severity, description]),
    ),
    '',
    '## Traps',
    '',
    'Each trap of the catalogue (REQUIREMENTS, Traps) that YAML can show, the rule that finds it, and the fixture that has it',
    '(`test/rules/fixtures/<rule>.yaml`). A trap that YAML cannot show has the reason instead.',
    '',
    ...table(
      ['trap', 'rule', 'fixture, or why there is none'],
      traps.map((trap) => trapRow(trap, fixtures)),
    ),
    '',
  ].join('\n');
}

/** Cases of a rule's fixtures that show a trap. */
export function casesOf(fixtures: readonly RuleFixtures[], rule: string, trap: number): FailCase[] {
  const cases = fixtures.filter((one) => one.rule === rule).flatMap(({ fail }) => fail);
  return cases.filter(({ sources = [] }) => sources.includes(`trap ${trap}`));
}

function trapRow({ trap, rules = [], chartRules = [], reason }: Trap, fixtures: readonly RuleFixtures[]): string[] {
  const names = [...rules, ...chartRules].map((name) => `\`${name}\``).join(', ');
  const cases = rules.flatMap((rule) => casesOf(fixtures, rule, trap).map(({ name }) => name));
  const why = [...new Set(cases), ...(reason === undefined ? [] : [reason])].join('; ');
  return [String(trap), names, why];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
