import { Command, Option } from 'commander';
import { InputError } from '../model/error.js';
import { hintForUnknown } from '../model/names.js';
import { type CheckResult, countOf, type RuleText } from '../report/check/check-result.js';
import { explainRule, listRules } from '../report/check/rules.js';
import { RULES } from '../rules/registry.js';
import { TREE_RULES } from '../rules/tree-registry.js';
import { NOT_EVALUATED } from '../schemas/not-evaluated.js';
import { sealedFiles } from '../synth/seal.js';
import { checkCharts } from './check-charts.js';
import { checkFolderLeaks, checkProjectLeaks, checkStaged, withoutDeclared } from './check-leaks.js';
import { checkView, readTreeFolder } from './check-tree.js';
import type { Done, ExitCode, Io, Platform } from './io.js';
import { type CheckFormat, printResult } from './print-check.js';
import { chosen, printOwners, standsAt } from './print-owners.js';

interface CheckOptions {
  /** @default all */
  readonly cluster?: readonly string[];
  readonly tree?: string;
  readonly settings?: string;
  readonly staged: boolean;
  readonly strict: boolean;
  readonly list: boolean;
  readonly explain?: string;
  readonly terraformPlan?: readonly string[];
  readonly helm: boolean;
  readonly owners: boolean;
  readonly format: CheckFormat;
}

/** Every rule, whatever it looks at. */
const ALL_RULES: readonly RuleText[] = [...RULES, ...TREE_RULES];

/** `npm run check`: everything that can be told without a key, a network or a cluster (S1-101, S4-09, DC-08, DC-15). */
export function checkCommand(platform: Platform, io: Io, done: Done): Command {
  return new Command('check')
    .description('look for all that would break in the cluster or must not be committed')
    .option('--cluster <name...>', 'rules of these clusters only (repeatable; default: all); files are all looked into')
    .option('--tree <folder>', 'check a folder of Flux manifests instead, whoever wrote them; one cluster a folder')
    .option('--settings <file>', 'with --tree: what no manifest says (default: .check.yaml there, or in the root)')
    .option('--staged', 'look only for secrets in what is staged, as it is staged: for the pre-commit hook', false)
    .option('--strict', 'fail for warnings, too, and for the published example’s stand-ins', false)
    .addOption(
      new Option('--format <form>', 'how to print the result')
        .choices(['text', 'json', 'sarif', 'github', 'junit'])
        .default('text'),
    )
    .option('--terraform-plan <file...>', 'what Terraform owns, as `terraform show -json` says it; for one cluster')
    .option('--helm', 'render the charts that are at hand, and look at what they own, too', false)
    .option('--owners', 'print who owns what, and check nothing', false)
    .option('--list', 'name every rule', false)
    .option('--explain <rule>', 'say what a rule finds, why, and what to do')
    .addHelpText(
      'after',
      [
        '',
        'Looks at what synth would write and into every file that Git tracks or would track, and writes nothing. No key',
        'is needed. A finding names the place and never the secret. What is right although a rule finds it is accepted',
        'in chart code, with a reason; a text that is no secret is allowed by a comment on its line or on the one',
        'before, `leak-ok:` and a reason. Both are listed. Exits with 1 if there is an error, with 2 if the check itself',
        'cannot be made.',
      ].join('\n'),
    )
    .action(async (options: CheckOptions) => done(await runCheck(platform, options, io)));
}

async function runCheck(platform: Platform, options: CheckOptions, io: Io): Promise<ExitCode> {
  if (options.list) {
    io.out(options.format === 'json' ? JSON.stringify(ALL_RULES.map(ruleText), null, 2) : listRules(ALL_RULES));
    return 0;
  }
  if (options.explain !== undefined) {
    io.out(explainRule(findRule(options.explain), notLookedAt(options.explain)));
    return 0;
  }
  if (options.settings !== undefined && options.tree === undefined) {
    throw new InputError('--settings goes with --tree', 'what charts cannot say stands in the cluster’s settings');
  }
  if (options.owners) {
    await printOwners(platform, options, io);
    return 0;
  }
  const started = performance.now();
  const result = await resultOf(platform, options, io);
  printResult(result, { format: options.format, rules: ALL_RULES, seconds: (performance.now() - started) / 1000 }, io);
  const [errors, warnings] = [countOf(result, 'error'), countOf(result, 'warning')];
  return errors > 0 || (options.strict && warnings + result.standIns > 0) ? 1 : 0;
}

async function resultOf(platform: Platform, options: CheckOptions, io: Io): Promise<CheckResult> {
  if (options.staged) return { ...checkStaged(io.root), suppressed: [], standIns: 0, objects: 0 };
  if (options.tree !== undefined) return checkFolder(options.tree, options, io);
  const { scanLeaks = checkProjectLeaks } = platform;
  const [scanned, charts] = await Promise.all([
    scanLeaks(io.root),
    checkCharts(chosen(platform, options), { root: io.root, ownership: options }),
  ]);
  const declared = new Set(charts.plans.flatMap(({ cluster }) => sealedFiles(cluster).map(({ path }) => path)));
  const leaks = withoutDeclared(scanned, declared);
  const { suppressed, standIns, objects } = charts;
  return { ...leaks, suppressed, standIns, objects, findings: [...charts.findings, ...leaks.findings] };
}

async function checkFolder(path: string, options: CheckOptions, io: Io): Promise<CheckResult> {
  const { folder, view, faults } = readTreeFolder(path, standsAt(io), options.settings);
  const tree = await checkView(view, { root: folder.root, ownership: options });
  const leaks = checkFolderLeaks(folder);
  const findings = [...faults, ...tree.findings, ...leaks.findings];
  return { ...leaks, suppressed: tree.suppressed, standIns: 0, objects: tree.objects, findings };
}

function findRule(name: string): RuleText {
  const found = ALL_RULES.find((rule) => rule.name === name);
  if (found !== undefined) return found;
  const names = ALL_RULES.map((rule) => rule.name);
  throw new InputError(`there is no rule "${name}"`, hintForUnknown(name, names));
}

/** What the rules of schemas leave to the API server. */
function notLookedAt(rule: string): string[] {
  if (rule !== 'schema' && rule !== 'semantics') return [];
  return NOT_EVALUATED.map(({ kind, what }) => `${kind}: ${what}`);
}

function ruleText({ name, severity, description, remediation, sources = [] }: RuleText) {
  return { name, severity, description, remediation, sources };
}
