import type { Finding } from '../../model/finding.js';
import type { CheckResult } from './check-result.js';

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const;

/**
 * Annotations of a pull request: one workflow command a finding
 * (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
 */
export function githubReport({ findings }: CheckResult): string {
  return findings.map(annotation).join('\n');
}

function annotation({ code, severity, message, file, line, field, hint, origin }: Finding): string {
  const properties = [
    ...(file === undefined ? [] : [`file=${property(file)}`]),
    ...(line === undefined ? [] : [`line=${line}`]),
    `title=${property(code)}`,
  ];
  const subject = field === undefined ? '' : `${field}: `;
  const text = [`${subject}${message}`, `${origin.source}${hint === undefined ? '' : `   hint: ${hint}`}`].join('\n');
  return `::${COMMANDS[severity]} ${properties.join(',')}::${data(text)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
