import type { CheckResult, RuleText } from '../report/check/check-result.js';
import { githubReport } from '../report/check/github.js';
import { junitReport } from '../report/check/junit.js';
import { sarifReport } from '../report/check/sarif.js';
import { textReport } from '../report/check/text.js';
import type { Io } from './io.js';

export type CheckFormat = 'text' | 'json' | 'sarif' | 'github' | 'junit';

interface Printing {
  readonly format: CheckFormat;
  readonly rules: readonly RuleText[];
  readonly seconds: number;
}

/** Prints a result: data to stdout; as text, problems to stderr. */
export function printResult(result: CheckResult, { format, rules, seconds }: Printing, io: Io): void {
  if (format === 'text') {
    const { problems, notes } = textReport(result, seconds);
    for (const problem of problems) io.err(problem);
    for (const note of notes) io.out(note);
  } else if (format === 'json') io.out(JSON.stringify(result, null, 2));
  else if (format === 'sarif') io.out(sarifReport(result, rules));
  else if (format === 'junit') io.out(junitReport(result, rules, seconds));
  else if (result.findings.length > 0) io.out(githubReport(result));
}
