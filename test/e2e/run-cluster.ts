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
import { LiveCluster, WAVE_LIMIT_MS } from './live-cluster.js';
import { SCENARIOS } from './scenarios/all.js';
import type { RunView } from './show.js';
import { type OnProcesses, ProcessGroup } from './system/process-group.js';
import { wavesOf } from './waves.js';

export interface RunOptions {
  readonly repository: string;
  readonly cluster: string;
  readonly programs: Programs;
  readonly published: readonly Definition[];
  readonly show: RunView;
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
  /** What did not apply to this cluster. */
  readonly notRun: readonly string[];
}

/** One cluster from nothing to its verdict. Nothing of it is left afterwards. */
export async function runCluster(options: RunOptions): Promise<RunResult> {
  const { cluster, show, keep, onProcesses } = options;
  const folder = mkdtempSync(join(tmpdir(), 'homelab-e2e-'));
  const processes = new ProcessGroup(folder);
  onProcesses(processes, folder);
  const started = performance.now();
  let live: LiveCluster | undefined;
  try {
    live = await LiveCluster.start({ ...options, folder, processes, say: (text) => show.step(cluster, text) });
    const startMs = performance.now() - started;
    const waves = wavesOf(live.view);
    const outcome = await live.awaitReady(live.keys, (states) => show.waves(cluster, waves, states));
    const { findings, notRun } = await judge(live, outcome, show);
    const totalMs = performance.now() - started;
    await keep?.(live.kubeconfig);
    const objects = live.view.index.all.length;
    return {
      cluster,
      units: live.keys.length,
      objects,
      waves: waves.length,
      startMs,
      reconcileMs: outcome.milliseconds,
      totalMs,
      findings,
      notRun,
    };
  } finally {
    live?.close();
    await processes.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function judge(
  live: LiveCluster,
  outcome: Outcome,
  show: RunView,
): Promise<Pick<RunResult, 'findings' | 'notRun'>> {
  const { api, resources, view, observer, options } = live;
  const say = (text: string) => show.step(options.cluster, text);
  const findings: RunFinding[] = [...(await explain(live, outcome))];
  const limit = wavesOf(view).length * WAVE_LIMIT_MS;
  if (outcome.rest.length === 0 && outcome.milliseconds > limit) {
    const message = `took ${seconds(outcome.milliseconds)}, more than ${seconds(limit)} for its waves`;
    findings.push({ check: 'time', subject: options.cluster, message });
  }
  say('every object through a dry run');
  findings.push(...(await dryRunAll(api, resources, view)));
  if (outcome.rest.length > 0) return { findings, notRun: ['all other checks: not every unit is ready'] };
  say('inventories, order, keys');
  findings.push(...(await checkInventory(api, resources, view, observer.states)));
  findings.push(...(await checkOrder(api, resources, view, observer.history)));
  findings.push(...(await checkNamedKeys(api, view)));
  const notRun: string[] = [];
  for (const { name, run } of SCENARIOS) {
    say(name);
    try {
      const { findings: more = [], without } = await run(live);
      findings.push(...more.map((message) => ({ check: name, ...message })));
      if (without !== undefined) notRun.push(`${name}: ${without}`);
    } catch (error) {
      findings.push({ check: name, subject: options.cluster, message: (error as Error).message });
    }
  }
  return { findings, notRun };
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
