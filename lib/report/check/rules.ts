import type { RuleText } from './check-result.js';

/** Every rule, a line each, for `--list`. */
export function listRules(rules: readonly RuleText[]): string {
  const width = Math.max(...rules.map(({ name }) => name.length));
  const lines = [...rules]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, severity, description }) => {
      return `${name.padEnd(width)}  ${severity.padEnd(7)}  ${description}`;
    });
  return [...lines, `${rules.length} rules; npm run check -- --explain RULE says more of one`].join('\n');
}

/** One rule with all that is known of it, and what it leaves out, for `--explain`. */
export function explainRule(rule: RuleText, notEvaluated: readonly string[] = []): string {
  const { name, severity, description, remediation, sources = [] } = rule;
  const lines = [`${name} (${severity})`, '', description, '', `What to do: ${remediation}`];
  if (sources.length > 0) lines.push('', `From: ${sources.join(', ')}`);
  if (notEvaluated.length > 0) lines.push('', 'Not looked at:', ...notEvaluated.map((line) => `  ${line}`));
  return lines.join('\n');
}
