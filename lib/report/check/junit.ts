import { type Finding, formatFinding } from '../../model/finding.js';
import type { CheckResult, RuleText } from './check-result.js';

/**
 * The result as JUnit XML, which CI systems show as tests: one case a rule, failed by its errors and warnings. Findings
 * of what is no rule (chart code that failed, leaks) are cases of their own.
 */
export function junitReport(
  { findings, suppressed }: CheckResult,
  rules: readonly RuleText[],
  seconds: number,
): string {
  const byCode = new Map<string, Finding[]>(rules.map(({ name }) => [name, []]));
  for (const finding of findings.filter(({ severity }) => severity !== 'info')) {
    const list = byCode.get(finding.code);
    if (list === undefined) byCode.set(finding.code, [finding]);
    else list.push(finding);
  }
  const cases = [...byCode].map(([code, found]) => testCase(code, found));
  const failures = [...byCode.values()].filter((found) => found.length > 0).length;
  const accepted = suppressed.map(({ finding, reason }) => `${formatFinding(finding)}\n  accepted: ${reason}`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites tests="${cases.length}" failures="${failures}" time="${seconds.toFixed(3)}">`,
    `  <testsuite name="check" tests="${cases.length}" failures="${failures}" time="${seconds.toFixed(3)}">`,
    ...cases,
    ...(accepted.length === 0 ? [] : [`    <system-out>${text(accepted.join('\n'))}</system-out>`]),
    '  </testsuite>',
    '</testsuites>',
  ].join('\n');
}

function testCase(code: string, findings: readonly Finding[]): string {
  const head = `    <testcase classname="check" name="${attribute(code)}"`;
  if (findings.length === 0) return `${head}/>`;
  const message = `${findings.length} found`;
  const body = findings.map(formatFinding).join('\n');
  return `${head}>\n      <failure message="${message}">${text(body)}</failure>\n    </testcase>`;
}

function text(value: string): string {
  // XML 1.0 has no way to hold most control characters.
  const printable = value.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '�');
  return printable.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function attribute(value: string): string {
  return text(value).replaceAll('"', '&quot;').replaceAll('\n', '&#10;');
}
