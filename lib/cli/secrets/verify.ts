import { Command } from 'commander';
import { formatFinding } from '../../model/finding.js';
import { deliveryOf, type LiveObject, problemOf } from '../../verify/delivery.js';
import { namespacesWithSecret } from '../../verify/pull-secret-namespaces.js';
import { PULL_TEST_IMAGE } from '../../verify/pull-test.js';
import type { ExitCode } from '../io.js';
import { type Kubectl, kubectlOf, parsed } from '../kubectl.js';
import { guarded } from './guarded.js';
import type { SecretsHost } from './host.js';
import { plannedBackup } from './planned-backup.js';
import { seconds } from './pull-test.js';
import { pullEverywhere } from './run-pull-tests.js';

export function verifyCommand(host: SecretsHost): Command {
  return new Command('verify')
    .description('on a live cluster: stores, synced secrets, private images everywhere, and a whole backup (S0-36)')
    .requiredOption('--cluster <name>', 'the cluster that kubectl reaches')
    .option('--image <image>', 'image that needs the pull secret', PULL_TEST_IMAGE)
    .option('--secret <name>', 'name of the pull secret', 'ghcr-pull-secret')
    .option('--context <name>', 'context of kubectl (default: its current one)')
    .option('--timeout <seconds>', 'how long to wait for each image', seconds, 120)
    .option('--age-key <file>', 'age identity that opens the tree')
    .option('--esc <environment...>', 'Pulumi ESC environments besides those that the clusters’ stores name')
    .option('--stack <name...>', 'Pulumi stacks whose configuration a backup holds')
    .option('--stack-dir <folder...>', 'project folder of the stacks: one for all, or one each (default: this one)')
    .option('--json', 'print the result as JSON', false)
    .addHelpText('after', '\nRuns a temporary pod in each namespace. The backup is collected and judged, not written.')
    .action((options: VerifyOptions) => guarded(host, () => runSecretsVerify(host, options)));
}

interface VerifyOptions {
  readonly cluster: string;
  readonly image: string;
  readonly secret: string;
  /** @default kubectl's current one */
  readonly context?: string;
  /** In seconds. */
  readonly timeout: number;
  /** @default the environment's identities open the tree */
  readonly ageKey?: string;
  /** @default those that the cluster's store names */
  readonly esc?: readonly string[];
  /** @default none */
  readonly stack?: readonly string[];
  /** @default this folder */
  readonly stackDir?: readonly string[];
  readonly json: boolean;
}

/** One thing that was looked at. */
interface Verdict {
  readonly what: string;
  /** @default it is fine */
  readonly problem?: string;
}

/** Looks at everything, whatever is wrong on the way. @returns 1 when anything is. */
async function runSecretsVerify(host: SecretsHost, options: VerifyOptions): Promise<ExitCode> {
  const { cluster, image, secret, context, timeout, json } = options;
  const kubectl = kubectlOf(host, context);
  const resolved = await host.clusters(cluster);
  const verdicts: Verdict[] = [];
  for (const object of resolved.flatMap((one) => deliveryOf(one, secret))) verdicts.push(await look(kubectl, object));
  const tests = resolved
    .flatMap((one) => namespacesWithSecret(one, secret))
    .map((namespace) => ({ namespace, image, secret }));
  for (const { namespace, pulled, reason = 'no reason given' } of await pullEverywhere(host, kubectl, tests, timeout)) {
    verdicts.push({ what: `image pulled in ${namespace}`, ...(pulled ? {} : { problem: reason }) });
  }
  verdicts.push(...(await backupVerdicts(host, options)));
  if (json) host.stdout(JSON.stringify(verdicts, null, 2));
  else
    for (const { what, problem } of verdicts)
      host.stdout(problem === undefined ? `ok      ${what}` : `failed  ${what}  ${problem}`);
  return verdicts.some(({ problem }) => problem !== undefined) ? 1 : 0;
}

async function look(kubectl: Kubectl, object: LiveObject): Promise<Verdict> {
  const { resource, kind, name, namespace } = object;
  const what = `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
  const where = namespace === undefined ? [] : ['--namespace', namespace];
  const got = await kubectl(['get', resource, name, ...where, '--output', 'json']);
  const problem =
    got.code === 0 ? problemOf(object, parsed(got.stdout)) : got.stderr.trim() || `kubectl ended with ${got.code}`;
  return { what, ...(problem === undefined ? {} : { problem }) };
}

async function backupVerdicts(host: SecretsHost, options: VerifyOptions): Promise<readonly Verdict[]> {
  const { backup, findings } = await plannedBackup(host, { ...options, partial: false, placeholders: false });
  if (backup === undefined) return findings.map((finding) => ({ what: 'backup', problem: formatFinding(finding) }));
  const { secrets, environments, stacks } = backup;
  const counts = `${secrets.length} sealed files, ${environments.length} environments, ${stacks.length} stacks`;
  return [{ what: `backup of ${counts}` }];
}
