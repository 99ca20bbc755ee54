import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../lib/model/finding.js';
import type { CheckResult } from '../../../lib/report/check/check-result.js';
import { githubReport } from '../../../lib/report/check/github.js';
import { junitReport } from '../../../lib/report/check/junit.js';
import { sarifReport } from '../../../lib/report/check/sarif.js';
import { textReport } from '../../../lib/report/check/text.js';

const broken: Finding = {
  code: 'secret-reference',
  severity: 'error',
  message: 'Secret automation/n8n has no key "encryptionkey" <&> 100 %',
  file: 'kubernetes/home/apps/n8n/app/deployment.yaml',
  field: 'Deployment/automation/n8n spec.template',
  line: 12,
  hint: 'did you mean "encryptionKey"?',
  origin: { cluster: 'home', unit: 'n8n', source: 'charts/apps/automation/n8n.ts' },
};
const leak: Finding = {
  code: 'leak-token',
  severity: 'warning',
  message: 'a token',
  file: 'notes, old.md',
  origin: { cluster: 'repository', source: 'notes, old.md' },
};
const unlocked: Finding = { ...leak, code: 'image-not-locked', severity: 'info', message: '3 images are not locked' };
const rules = [
  { name: 'secret-reference', severity: 'error', description: 'finds it', remediation: 'mend it' },
  { name: 'flux-path', severity: 'error', description: 'a path', remediation: 'move it' },
] as const;
const result: CheckResult = {
  findings: [unlocked, leak, broken],
  suppressed: [{ finding: { ...broken, code: 'flux-path' }, reason: 'moved by hand' }],
  allowed: [{ path: 'a.md', line: 3, reason: 'made up' }],
  standIns: 0,
  files: 10,
  binary: 1,
  objects: 1,
};

describe('text', () => {
  test('puts errors first, notes apart, and says how it stands', () => {
    const { problems, notes } = textReport(result, 0.5);
    expect(problems.map((text) => text.split('\n')[0])).toEqual([
      'home/n8n  secret-reference  error',
      'repository  leak-token  warning',
    ]);
    expect(notes.at(1)).toBe('accepted: home/n8n  flux-path  Deployment/automation/n8n spec.template  moved by hand');
    expect(notes.at(-1)).toBe(
      '1 error, 1 warning, 1 for information, 1 accepted; 10 files looked into, 1 of them no text; 1 object; 0.50 s',
    );
  });
});

describe('github', () => {
  test('is one command a finding, with file and line, and nothing that ends it early', () => {
    const lines = githubReport(result).split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[2]).toBe(
      '::error file=kubernetes/home/apps/n8n/app/deployment.yaml,line=12,title=secret-reference::' +
        'Deployment/automation/n8n spec.template: Secret automation/n8n has no key "encryptionkey" <&> 100 %25%0A' +
        'charts/apps/automation/n8n.ts   hint: did you mean "encryptionKey"?',
    );
    expect(lines[1]).toContain('::warning file=notes%2C old.md,title=leak-token::');
    expect(lines[0]).toMatch(/^::notice /);
  });
});

describe('sarif', () => {
  const log = JSON.parse(sarifReport(result, rules));
  const [run] = log.runs;

  test('names each rule that it uses, and where each result is', () => {
    expect(log.version).toBe('2.1.0');
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual([
      'secret-reference',
      'flux-path',
      'image-not-locked',
      'leak-token',
    ]);
    expect(run.results).toHaveLength(4);
    expect(run.results[2]).toMatchObject({
      ruleId: 'secret-reference',
      level: 'error',
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: broken.file }, region: { startLine: 12 } },
          logicalLocations: [{ fullyQualifiedName: broken.field }],
        },
      ],
    });
    expect(run.results[1].locations[0].physicalLocation.artifactLocation.uri).toBe('notes,%20old.md');
  });

  test('holds what is accepted as suppressed, with the reason', () => {
    expect(run.results[3].suppressions).toEqual([{ kind: 'external', justification: 'moved by hand' }]);
  });
});

describe('junit', () => {
  const xml = junitReport(result, rules, 0.5);

  test('has a case for each rule, failed by findings but not by information', () => {
    expect(xml).toContain('<testsuite name="check" tests="3" failures="2" time="0.500">');
    expect(xml).toContain('<testcase classname="check" name="flux-path"/>');
    expect(xml).not.toContain('image-not-locked');
    expect(xml).toContain('accepted: moved by hand');
  });

  test('keeps what XML would take for markup, and drops what it cannot hold', () => {
    expect(xml).toContain('&lt;&amp;&gt; 100 %');
    const odd = junitReport({ ...result, findings: [{ ...broken, message: 'a\u0000b\u001bc' }] }, rules, 0);
    expect(odd).toContain('a�b�c');
  });
});
