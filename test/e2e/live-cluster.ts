import { unitKey } from '../../lib/flux/tree/unit-graph.js';
import type { TreeView } from '../../lib/flux/tree/view.js';
import type { ResolvedCluster } from '../../lib/model/cluster.js';
import type { ApiClient } from './api/client.js';
import type { Resources } from './api/resources.js';
import { awaitReady, type Outcome } from './await-ready.js';
import type { Definition } from './definitions.js';
import type { Programs } from './engines.js';
import type { GitRepository } from './git-repository.js';
import type { Observer, UnitState } from './observe.js';
import type { LocalServers } from './redirect-sources.js';
import type { Simulator } from './simulate.js';
import type { ProcessGroup } from './system/process-group.js';
import { wavesOf } from './waves.js';
import type { WorkingCopy } from './working-copy.js';

export interface LiveOptions {
  readonly repository: string;
  readonly cluster: string;
  readonly folder: string;
  readonly programs: Programs;
  readonly processes: ProcessGroup;
  readonly published: readonly Definition[];
  say(text: string): void;
}

/** From a wave's last unit to the next wave's: kustomize-controller looks at health every five seconds. */
export const WAVE_LIMIT_MS = 8_000;
const PATIENCE_MS = 60_000;
const QUIET_MS = 20_000;

/** What runs, and what it runs for. */
export interface LiveParts {
  readonly options: LiveOptions;
  readonly copy: WorkingCopy;
  readonly view: TreeView;
  readonly cluster: ResolvedCluster;
  readonly api: ApiClient;
  readonly kubeconfig: string;
  readonly resources: Resources;
  readonly git: GitRepository;
  readonly servers: LocalServers;
  readonly observer: Observer;
  readonly simulator: Simulator;
}

/** A cluster of which everything runs, and the tree that it reconciles. */
export class LiveCluster implements LiveParts {
  readonly options: LiveOptions;
  readonly copy: WorkingCopy;
  readonly view: TreeView;
  readonly cluster: ResolvedCluster;
  readonly api: ApiClient;
  readonly kubeconfig: string;
  readonly resources: Resources;
  readonly git: GitRepository;
  readonly servers: LocalServers;
  readonly observer: Observer;
  readonly simulator: Simulator;

  /** @param commit that was published last */
  constructor(
    parts: LiveParts,
    public commit: string,
  ) {
    this.options = parts.options;
    this.copy = parts.copy;
    this.view = parts.view;
    this.cluster = parts.cluster;
    this.api = parts.api;
    this.kubeconfig = parts.kubeconfig;
    this.resources = parts.resources;
    this.git = parts.git;
    this.servers = parts.servers;
    this.observer = parts.observer;
    this.simulator = parts.simulator;
  }

  get keys(): string[] {
    return this.view.units.map(unitKey);
  }

  /** Waits for units at the commit that was published last. */
  awaitReady(
    keys: Iterable<string>,
    onChange: (states: ReadonlyMap<string, UnitState>) => void = () => {},
  ): Promise<Outcome> {
    const limitMs = wavesOf(this.view).length * WAVE_LIMIT_MS + PATIENCE_MS;
    return awaitReady(this.observer, {
      keys,
      commit: this.commit,
      limitMs,
      quietMs: QUIET_MS,
      onChange,
      guard: () => this.guard(),
    });
  }

  /** Commits the copy as it is now, and has Flux fetch it. */
  async publish(message: string): Promise<void> {
    this.commit = await this.copy.publish(this.git, this.servers, message);
    const { namespace } = this.cluster.flux;
    const sources = `/apis/source.toolkit.fluxcd.io/v1/namespaces/${namespace}/gitrepositories`;
    for (const name of this.servers.own) await this.reconcile(`${sources}/${name}`);
  }

  /** Asks Flux to look at an object now, as `flux reconcile` does. */
  async reconcile(path: string): Promise<void> {
    const annotations = { 'reconcile.fluxcd.io/requestedAt': new Date().toISOString() };
    await this.api.merge(path, { metadata: { annotations } });
  }

  /** @throws Error where a program of the run has ended by itself */
  guard(): void {
    const { crashed } = this.options.processes;
    if (crashed !== undefined) throw new Error(crashed);
  }
}

/** Path of a Kustomization in the API. */
export function kustomizationPath(key: string): string {
  const [namespace, name] = key.split('/');
  return `/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/${namespace}/kustomizations/${name}`;
}
