import { type Finding, formatFinding, type Severity } from '../../model/finding.js';
import { amount, type CheckResult, countOf } from './check-result.js';

/** Where a line goes: findings beside data, as compilers do it. */
export interface TextReport {
  readonly problems: readonly string[];
  readonly notes: readonly string[];
}

const ORDER: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** The result for a person: errors first, what is accepted with its reason, and a line that says how it stands. */
export function textReport(result: CheckResult, seconds: number): TextReport {
  const findings = [...result.findings].sort((a, b) => ORDER[a.severity] - ORDER[b.severity]);
  const problems = findings.filter(({ severity }) => severity !== 'info').map(formatFinding);
  const notes = findings.filter(({ severity }) => severity === 'info').map(formatFinding);
  for (const { finding, reason } of result.suppressed) notes.push(`accepted: ${placeOf(finding)}  ${reason}`);
  for (const { path, line, reason } of result.allowed) notes.push(`allowed: ${path}:${line}  ${reason}`);
  if (result.standIns > 0) {
    const files = amount(result.standIns, 'file');
    notes.push(`the published example holds stand-ins in ${files}: npm run secrets -- init makes it yours`);
  }
  notes.push(summary(result, seconds));
  return { problems, notes };
}

function placeOf({ code, origin, field, file }: Finding): string {
  const subject = [origin.cluster, origin.unit].filter(Boolean).join('/');
  return `${subject}  ${code}  ${field ?? file ?? ''}`.trimEnd();
}

function summary(result: CheckResult, seconds: number): string {
  const { files, binary, objects } = result;
  const known = countOf(result, 'info');
  const found = [amount(countOf(result, 'error'), 'error'), amount(countOf(result, 'warning'), 'warning')];
  if (known > 0) found.push(`${known} for information`);
  if (result.suppressed.length > 0) found.push(`${result.suppressed.length} accepted`);
  const looked = `${amount(files, 'file')} looked into${binary === 0 ? '' : `, ${binary} of them no text`}`;
  return `${found.join(', ')}; ${looked}; ${amount(objects, 'object')}; ${seconds.toFixed(2)} s`;
}
