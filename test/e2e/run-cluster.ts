import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome } from './await-ready.js';
import { dryRunAll } from './checks/dry-run.js';
import type { RunFinding } from './checks/finding.js';
import { checkInventory } from './checks/inventory.js';
import { checkNamedKeys } from './checks/named-keys.js';
import { checkOrder } from './checks/order.js';
import type { Definition } from './definitions.js';
import type { Programs } from './engines.js';
import { explain } from './explain.js';
import { type LiveCluster, WAVE_LIMIT_MS } from './live-cluster.js';
import { SCENARIOS } from './scenarios/all.js';
import type { ScenarioResult } from './scenarios/scenario.js';
import type { RunView } from './show.js';
import { type Closers, startLiveCluster } from './start-live-cluster.js';
import { awake } from './system/awake-clock.js';
import { type OnProcesses, ProcessGroup } from './system/process-group.js';
import { wavesOf } from './waves.js';

export interface RunOptions {
  readonly repository: string;
  readonly cluster: string;
  readonly programs: Programs;
  readonly published: readonly Definition[];
  readonly show: RunView;
  /** Gets the verdict as soon as there is one. */
  readonly tell: (result: RunResult) => void;
  /** Called with the kubeconfig once all is done; the API is up until it is over. @default nothing is kept */
  readonly keep?: (kubeconfig: string) => Promise<void>;
  readonly onProcesses: OnProcesses;
}

export interface RunResult {
  readonly cluster: string;
  readonly units: number;
  readonly objects: number;
  readonly waves: number;
  /** Until the root objects were applied. */
  readonly startMs: number;
  /** From there until every unit was ready. */
  readonly reconcileMs: number;
  readonly totalMs: number;
  readonly findings: readonly RunFinding[];
  /** Checks that had nothing to find. */
  readonly held: readonly string[];
  /** What did not apply to this cluster, or not all of it. */
  readonly notRun: readonly string[];
}

/** One cluster from nothing to its verdict. Nothing of it is left afterwards. */
export async function runCluster(options: RunOptions): Promise<void> {
  const { cluster, show, keep, onProcesses } = options;
  const folder = mkdtempSync(join(tmpdir(), 'homelab-e2e-'));
  const processes = new ProcessGroup(folder);
  onProcesses(processes, folder);
  const started = awake();
  const closers: Closers = [];
  try {
    const say = (text: string) => show.step(cluster, text);
    const live = await startLiveCluster({ ...options, folder, processes, say }, closers);
    const startMs = awake() - started;
    const waves = wavesOf(live.view);
    const outcome = await live.awaitReady(live.keys, (states) => show.waves(cluster, waves, states));
    const verdict = await judge(live, outcome, show);
    options.tell({
      cluster,
      units: live.keys.length,
      objects: live.view.index.all.length,
      waves: waves.length,
      startMs,
      reconcileMs: outcome.milliseconds,
      totalMs: awake() - started,
      ...verdict,
    });
    await keep?.(live.kubeconfig);
  } finally {
    for (const close of closers) close();
    await processes.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Verdict = Pick<RunResult, 'findings' | 'held' | 'notRun'>;

async function judge(live: LiveCluster, outcome: Outcome, show: RunView): Promise<Verdict> {
  const { api, resources, view, observer, options } = live;
  const findings: RunFinding[] = [];
  const held: string[] = [];
  const notRun: string[] = [];
  const look = async (name: string, ask: () => Promise<ScenarioResult>) => {
    show.step(options.cluster, name);
    const { findings: found = [], without, partly } = await ask().catch(asFinding(options.cluster));
    findings.push(...found.map((one) => ({ check: name, ...one })));
    if (without === undefined && found.length === 0) held.push(name);
    const missing = without ?? partly;
    if (missing !== undefined) notRun.push(`${name}: ${missing}`);
  };
  const all = (found: readonly RunFinding[]) => ({ findings: found });
  await look('ready', async () => all(await explain(live, outcome)));
  await look('dry run', async () => all(await dryRunAll(api, resources, view)));
  if (outcome.rest.length > 0)
    return { findings, held, notRun: [...notRun, 'all other checks: not every unit is ready'] };
  await look('time', async () => all(checkTime(live, outcome)));
  await look('inventory', async () => all(await checkInventory(api, resources, view, observer.states)));
  await look('order', async () => all(await checkOrder(api, resources, view, observer.history)));
  await look('named keys', async () => all(await checkNamedKeys(api, view)));
  for (const { name, run } of SCENARIOS) await look(name, () => run(live));
  return { findings, held, notRun };
}

/** What a check could not bear is a finding, too: the others go on. */
function asFinding(subject: string) {
  return (error: unknown): ScenarioResult => ({ findings: [{ subject, message: (error as Error).message }] });
}

function checkTime({ view, options }: LiveCluster, { milliseconds }: Outcome): readonly RunFinding[] {
  const limit = wavesOf(view).length * WAVE_LIMIT_MS;
  if (milliseconds <= limit) return [];
  const message = `took ${seconds(milliseconds)}, more than ${seconds(limit)} for its waves`;
  return [{ check: 'time', subject: options.cluster, message }];
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
