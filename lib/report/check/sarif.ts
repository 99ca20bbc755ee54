import type { Finding } from '../../model/finding.js';
import type { CheckResult, RuleText } from './check-result.js';

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const;

/**
 * The result as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), which code hosts show beside the lines
 * of a pull request. What is accepted is in it, suppressed, with its reason.
 */
export function sarifReport({ findings, suppressed }: CheckResult, rules: readonly RuleText[]): string {
  const used = new Set([...findings, ...suppressed.map(({ finding }) => finding)].map(({ code }) => code));
  const known = rules.filter(({ name }) => used.has(name));
  const others = [...used].filter((code) => !known.some(({ name }) => name === code)).sort();
  const run = {
    tool: {
      driver: {
        name: 'check',
        rules: [...known.map(ruleEntry), ...others.map((id) => ({ id }))],
      },
    },
    originalUriBaseIds: { REPOSITORY: { description: { text: 'root of the repository' } } },
    results: [
      ...findings.map((finding) => resultEntry(finding)),
      ...suppressed.map(({ finding, reason }) => ({
        ...resultEntry(finding),
        suppressions: [{ kind: 'external', justification: reason }],
      })),
    ],
  };
  return JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs: [run] }, null, 2);
}

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

function ruleEntry({ name, description, remediation, severity }: RuleText) {
  return {
    id: name,
    shortDescription: { text: description },
    help: { text: remediation },
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

function resultEntry({ code, severity, message, file, line, field, hint, origin }: Finding) {
  const subject = field === undefined ? '' : `${field}: `;
  const physicalLocation =
    file === undefined
      ? undefined
      : {
          artifactLocation: { uri: encodeURI(file), uriBaseId: 'REPOSITORY' },
          ...(line === undefined ? {} : { region: { startLine: line } }),
        };
  return {
    ruleId: code,
    level: LEVELS[severity],
    message: { text: `${subject}${message}${hint === undefined ? '' : `\nhint: ${hint}`}` },
    locations: [
      {
        ...(physicalLocation === undefined ? {} : { physicalLocation }),
        ...(field === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: field }] }),
      },
    ],
    properties: {
      cluster: origin.cluster,
      ...(origin.unit === undefined ? {} : { unit: origin.unit }),
      source: origin.source,
    },
  };
}
