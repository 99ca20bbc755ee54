import { Command, InvalidArgumentError } from 'commander';
import type { ResolvedCluster } from '../model/cluster.js';
import { InputError } from '../model/error.js';
import { type TalkOptions, talk } from '../system/talk.js';
import { type Conversation, conversations, unknownVariables } from '../verify/conversations.js';
import { judgeCertificates } from '../verify/judge-certificates.js';
import { judgePods } from '../verify/judge-pods.js';
import type { Verdict } from '../verify/verdict.js';
import { declaredClusters } from './declared-clusters.js';
import { addVariable, type VariableValues, withGiven } from './given-variables.js';
import type { Done, ExitCode, Io, Platform } from './io.js';
import { getJson, kubectlOf } from './kubectl.js';

const PARTS = ['pods', 'certificates', 'hosts'] as const;
type Part = (typeof PARTS)[number];

export interface CheckServicesOptions {
  readonly cluster?: string;
  /** @default everything */
  readonly only?: readonly Part[];
  /** @default kubectl's current one */
  readonly context?: string;
  /** Where to connect instead of what DNS says. @default what DNS says */
  readonly address?: string;
  /** Values of variables that the store alone knows. @default none */
  readonly set?: ReadonlyMap<string, string>;
  /** For each host, in seconds. */
  readonly timeout: number;
  readonly json: boolean;
}

/** How hosts are talked to; tests bring their own certificate authority and ports. */
export type Reach = (conversation: Conversation) => Partial<TalkOptions>;

/** `npm run check-services`: is everything there, as a client sees it (S2-41 to S2-45). */
export function checkServicesCommand(platform: Platform, io: Io, done: Done): Command {
  return new Command('check-services')
    .description('ask a running cluster: pods, certificates, and every host as its clients do')
    .option('--cluster <name>', 'which cluster; needed where there are several')
    .option('--only <part...>', `only some of: ${PARTS.join(', ')}`, collectParts)
    .option('--context <name>', 'context of kubectl (default: its current one)')
    .option('--address <ip>', 'connect there instead of what DNS says: before the records are made')
    .option(
      '--set <NAME=value>',
      'value of a cluster variable that hosts are under (repeatable)',
      addVariable,
      new Map(),
    )
    .option('--timeout <seconds>', 'how long to wait for each host', seconds, 10)
    .option('--json', 'print the result as JSON', false)
    .addHelpText('after', '\nNothing is changed and no credential is sent. Exit code 1: something is wrong.')
    .action(async (options: CheckServicesOptions) => done(await runCheckServices(platform, io, options)));
}

export async function runCheckServices(
  platform: Platform,
  io: Io,
  options: CheckServicesOptions,
  reach: Reach = () => ({}),
): Promise<ExitCode> {
  const [cluster, ...more] = declaredClusters(platform, io, options.cluster);
  if (cluster === undefined || more.length > 0) {
    throw new InputError('which cluster?', 'name it with --cluster, and its kubectl context with --context');
  }
  const parts = new Set(options.only ?? PARTS);
  const values = withGiven(cluster, options.set ?? new Map());
  const unknown = parts.has('hosts') ? [...unknownVariables(cluster, values)] : [];
  if (unknown.length > 0) {
    throw new InputError(
      `hosts of ${cluster.name} are under ${unknown.map((name) => `\${${name}}`).join(', ')}, which no chart knows`,
      `${unknown.map((name) => `--set ${name}=…`).join(' ')}; or --only pods certificates`,
    );
  }
  const found = [
    ...(await inCluster(cluster, parts, io, options)),
    ...(parts.has('hosts') ? await fromOutside(cluster, values, options, reach) : []),
  ];
  if (options.json) io.out(JSON.stringify(found, null, 2));
  else for (const { subject, ok, detail } of found) io.out(`${ok ? 'ok    ' : 'failed'}  ${subject}  ${detail}`);
  return found.every(({ ok }) => ok) ? 0 : 1;
}

async function inCluster(
  { units }: ResolvedCluster,
  parts: ReadonlySet<Part>,
  io: Io,
  { context }: CheckServicesOptions,
): Promise<Verdict[]> {
  const namespaces = new Set(units.map(({ namespace }) => namespace));
  const issues = units.some(({ provides }) => provides.includes('cert-manager.io'));
  const found: Verdict[] = [];
  if (parts.has('pods')) {
    const pods = await getJson(kubectlOf(io, context), ['pods', '--all-namespaces']);
    found.push(...('problem' in pods ? [failed('pods', pods.problem)] : judgePods(pods.value, namespaces)));
  }
  if (parts.has('certificates') && issues) {
    const all = await getJson(kubectlOf(io, context), ['certificates.cert-manager.io', '--all-namespaces']);
    const now = new Date();
    found.push(
      ...('problem' in all ? [failed('certificates', all.problem)] : judgeCertificates(all.value, namespaces, now)),
    );
  }
  return found;
}

async function fromOutside(
  cluster: ResolvedCluster,
  values: VariableValues,
  { address, timeout }: CheckServicesOptions,
  reach: Reach,
): Promise<Verdict[]> {
  const where = address === undefined ? {} : { address };
  return Promise.all(
    conversations(cluster, values).map(async (conversation) => {
      const { host, port, judge } = conversation;
      const isEnough = (answer: Buffer) => judge(answer) !== undefined;
      const said = await talk({ ...conversation, ...where, timeout: timeout * 1000, isEnough, ...reach(conversation) });
      const subject = `${host}:${port}`;
      if ('problem' in said) return failed(subject, said.problem);
      return { subject, ...(judge(said.answer) ?? { ok: false, detail: 'its answer ends too early' }) };
    }),
  );
}

function failed(subject: string, detail: string): Verdict {
  return { subject, ok: false, detail };
}

function collectParts(value: string, before: readonly Part[] = []): Part[] {
  const part = PARTS.find((one) => one === value);
  if (part === undefined) throw new InvalidArgumentError(`it is one of ${PARTS.join(', ')}`);
  return [...before, part];
}

function seconds(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('it is a number of seconds');
  return value;
}
