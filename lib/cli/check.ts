import { Command } from 'commander';
import { InputError } from '../model/error.js';
import { type Finding, formatFinding } from '../model/finding.js';
import { isExample } from '../rules/secret-stand-in.js';
import { type Plan, plan } from '../synth/pipeline.js';
import { read, type Snapshot } from '../synth/read.js';
import { sealedFiles } from '../synth/seal.js';
import { projectFiles } from '../system/git-files.js';
import { checkLeaks, checkStaged, type LeakReport } from './check-leaks.js';
import type { Done, ExitCode, Io, Platform } from './io.js';
import { selectClusters } from './select-clusters.js';

interface CheckOptions {
  /** @default all */
  readonly cluster?: readonly string[];
  readonly staged: boolean;
  readonly strict: boolean;
  readonly json: boolean;
}

/** What one run found. */
interface CheckReport extends LeakReport {
  /** Secrets of the published example that hold stand-ins: right there, and to be replaced by an owner. */
  readonly standIns: number;
}

/** `npm run check`: everything that can be told without a key, a network or a cluster (S1-101, S4-09, DC-08). */
export function checkCommand(platform: Platform, io: Io, done: Done): Command {
  return new Command('check')
    .description('look for what must not be committed or applied: rules of the tree, and secrets in any file')
    .option('--cluster <name...>', 'rules of these clusters only (repeatable; default: all); files are all looked into')
    .option('--staged', 'look only for secrets in what is staged, as it is staged: for the pre-commit hook', false)
    .option('--strict', 'fail for warnings, too, and for the published example’s stand-ins', false)
    .option('--json', 'print the result as JSON', false)
    .addHelpText(
      'after',
      [
        '',
        'Looks into every file that Git tracks or would track, and writes nothing. No key is needed. A finding names the',
        'place and never the secret. What is no secret is allowed where it stands, by a comment on its line or on the one',
        'before, `leak-ok:` and a reason; every such place is listed. Exits with 1 if there is an error.',
      ].join('\n'),
    )
    .action((options: CheckOptions) => done(runCheck(platform, options, io)));
}

function runCheck(platform: Platform, options: CheckOptions, io: Io): ExitCode {
  const started = performance.now();
  const result = options.staged ? { ...checkStaged(io.root), standIns: 0 } : checkAll(platform, options, io);
  const ofSeverity = (severity: Finding['severity']) => result.findings.filter((found) => found.severity === severity);
  const [errors, warnings] = [ofSeverity('error').length, ofSeverity('warning').length];
  if (options.json) io.out(JSON.stringify(result, null, 2));
  else {
    for (const finding of result.findings) io.err(formatFinding(finding));
    for (const { path, line, reason } of result.allowed) io.out(`allowed: ${path}:${line}  ${reason}`);
    if (result.standIns > 0) {
      const files = count(result.standIns, 'file');
      io.out(`the published example holds stand-ins in ${files}: npm run secrets -- init makes it yours`);
    }
    const binary = result.binary === 0 ? '' : `, ${result.binary} of them no text`;
    const looked = `${count(result.files, 'file')} looked into${binary}`;
    io.out(`${count(errors, 'error')}, ${count(warnings, 'warning')}; ${looked}; ${seconds(started)}`);
  }
  const failed = options.strict ? result.findings.length + result.standIns > 0 : errors > 0;
  return failed ? 1 : 0;
}

/** The rules of every cluster over its whole tree, and the leaks of every file. */
function checkAll(platform: Platform, { cluster }: CheckOptions, io: Io): CheckReport {
  const clusters = selectClusters(platform, cluster);
  const names = clusters.map(({ name }) => name);
  const { plans, problems, snapshot } = planAll(() => read(io.root, names), clusters);
  const declared = new Set(plans.flatMap((planned) => sealedFiles(planned.cluster).map(({ path }) => path)));
  const leaks = checkLeaks(projectFiles(io.root), snapshot?.creationRules.rules ?? [], declared);
  const examples = plans.flatMap(({ sealed }) => sealed.filter((file) => 'clear' in file && isExample(file)));
  return {
    ...leaks,
    findings: [...problems, ...plans.flatMap(({ findings }) => findings), ...leaks.findings],
    standIns: examples.filter((file) => 'standIns' in file && file.standIns.length > 0).length,
  };
}

interface Planned {
  readonly plans: readonly Plan[];
  readonly problems: readonly Finding[];
  readonly snapshot?: Snapshot;
}

/** Input that no plan can be made of is one finding, so that it hides no leak. */
function planAll(readTree: () => Snapshot, clusters: Platform['clusters']): Planned {
  try {
    const snapshot = readTree();
    return { snapshot, plans: clusters.map((definition) => plan(definition, snapshot)), problems: [] };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { message, hint } = error;
    const origin = { cluster: 'all clusters', source: 'charts' };
    const problem: Finding = { code: 'INPUT_UNUSABLE', severity: 'error', message, origin };
    return { plans: [], problems: [hint === undefined ? problem : { ...problem, hint }] };
  }
}

function seconds(started: number): string {
  return `${((performance.now() - started) / 1000).toFixed(2)} s`;
}

function count(amount: number, what: string): string {
  return `${amount} ${what}${amount === 1 ? '' : 's'}`;
}
