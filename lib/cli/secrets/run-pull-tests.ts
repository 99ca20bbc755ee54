import { type ProgramResult, pause } from '../../system/run-program.js';
import { judgePull, PULL_TEST_NAME, type PullTest, type PullVerdict, pullTestPod } from '../../verify/pull-test.js';
import type { ExitCode } from '../io.js';
import { type Kubectl, kubectlOf, parsed } from '../kubectl.js';
import type { SecretsHost } from './host.js';

export interface RunOptions {
  /** @default kubectl's current one */
  readonly context?: string;
  /** How long to wait for each image, in seconds. */
  readonly timeout: number;
  readonly json: boolean;
}

export interface PullResult extends PullVerdict {
  readonly namespace: string;
}

const INTERVAL_MS = 1000;

/** Runs each pod, one after the other, and takes it away again whatever it said. @returns 1 when an image did not come. */
export async function runPullTests(
  host: SecretsHost,
  tests: readonly PullTest[],
  options: RunOptions,
): Promise<ExitCode> {
  const results = await pullEverywhere(host, kubectlOf(host, options.context), tests, options.timeout);
  if (options.json) host.stdout(JSON.stringify(results, null, 2));
  else {
    for (const { namespace, pulled, reason = '' } of results) {
      host.stdout(`${pulled ? 'pulled' : 'failed'}  ${namespace}  ${reason}`.trimEnd());
    }
  }
  return results.every(({ pulled }) => pulled) ? 0 : 1;
}

/** What each pod said. @param timeout for one image, in seconds */
export async function pullEverywhere(
  host: SecretsHost,
  kubectl: Kubectl,
  tests: readonly PullTest[],
  timeout: number,
): Promise<readonly PullResult[]> {
  const results: PullResult[] = [];
  const progress = host.progress('pulling', tests.length);
  try {
    for (const test of tests) {
      progress.step(test.namespace);
      results.push({ namespace: test.namespace, ...(await runOne(host, kubectl, test, timeout)) });
    }
  } finally {
    progress.end();
  }
  return results;
}

async function runOne(host: SecretsHost, kubectl: Kubectl, test: PullTest, timeout: number): Promise<PullVerdict> {
  const where = ['--namespace', test.namespace];
  const remove = ['delete', 'pod', PULL_TEST_NAME, ...where, '--ignore-not-found'];
  // One that an interrupted run left would answer for an older secret.
  const cleared = await kubectl([...remove, '--wait=true']);
  if (cleared.code !== 0) return failed(cleared);
  try {
    const created = await kubectl(['create', '--filename', '-'], JSON.stringify(pullTestPod(test)));
    if (created.code !== 0) return failed(created);
    return await verdictOf(host, kubectl, where, timeout);
  } finally {
    const removed = await kubectl([...remove, '--wait=false']);
    if (removed.code !== 0) host.stderr(`left over: kubectl delete pod ${PULL_TEST_NAME} ${where.join(' ')}`);
  }
}

async function verdictOf(
  host: Pick<SecretsHost, 'now'>,
  kubectl: Kubectl,
  where: readonly string[],
  timeout: number,
): Promise<PullVerdict> {
  const end = host.now().getTime() + timeout * 1000;
  for (let round = 0; ; round++) {
    const got = await kubectl(['get', 'pod', PULL_TEST_NAME, ...where, '--output', 'json']);
    if (got.code !== 0) return failed(got);
    const verdict = judgePull(parsed(got.stdout));
    if (verdict !== undefined) return verdict;
    if (host.now().getTime() >= end || round * INTERVAL_MS > timeout * 1000) {
      return { pulled: false, reason: `nothing happened in ${timeout} s` };
    }
    await pause(INTERVAL_MS);
  }
}

function failed({ code, stderr }: ProgramResult): PullVerdict {
  return { pulled: false, reason: stderr.trim() === '' ? `kubectl ended with ${code}` : stderr.trim() };
}
