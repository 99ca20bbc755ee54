import { join } from 'node:path';
import { unitKey } from '../../lib/flux/tree/unit-graph.js';
import type { TreeView } from '../../lib/flux/tree/view.js';
import type { ResolvedCluster } from '../../lib/model/cluster.js';
import type { ApiClient } from './api/client.js';
import { Resources } from './api/resources.js';
import { awaitReady, type Outcome } from './await-ready.js';
import { bootstrap, prepareCluster } from './bootstrap.js';
import { fillShelf } from './chart-shelf.js';
import { startControlPlane } from './control-plane.js';
import { startControllers } from './controllers.js';
import type { Definition } from './definitions.js';
import type { Programs } from './engines.js';
import { GitRepository } from './git-repository.js';
import { Observer, type UnitState } from './observe.js';
import type { LocalServers } from './redirect-sources.js';
import { serveCharts } from './servers/chart-server.js';
import { serveGit } from './servers/git-server.js';
import { Simulator } from './simulate.js';
import type { ProcessGroup } from './system/process-group.js';
import { wavesOf } from './waves.js';
import { WorkingCopy } from './working-copy.js';

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

/** A cluster of which everything runs, and the tree that it reconciles. */
export class LiveCluster {
  /** Ends what this process itself serves. */
  readonly closers: (() => void)[] = [];
  observer!: Observer;
  simulator!: Simulator;
  commit = '';

  private constructor(
    readonly options: LiveOptions,
    readonly copy: WorkingCopy,
    readonly view: TreeView,
    readonly cluster: ResolvedCluster,
    readonly api: ApiClient,
    readonly kubeconfig: string,
    readonly resources: Resources,
    readonly git: GitRepository,
    readonly servers: LocalServers,
  ) {}

  /** Brings up everything, and applies what a person applies. */
  static async start(options: LiveOptions): Promise<LiveCluster> {
    const { repository, cluster: name, folder, programs, processes, published, say } = options;
    say('sealing placeholders for a fresh key');
    const copy = await WorkingCopy.make(repository, join(folder, 'copy'), name);
    const { view, cluster } = copy.view();
    say('starting etcd, kube-apiserver and kube-controller-manager');
    const { podSecurityDefault: level = 'privileged', podSecurityExempt: exempt = [] } = cluster.protection;
    const plane = await startControlPlane({ programs, processes, folder, podSecurity: { level, exempt } });
    const git = await GitRepository.make(join(folder, 'git'));
    const [gitServer, chartServer] = await Promise.all([
      serveGit(git.served),
      fillShelf(view, published).then(serveCharts),
    ]);
    const servers = {
      charts: chartServer.address,
      git: `http://${gitServer.address}/repository.git`,
      own: new Set([cluster.flux.namespace, 'flux-system']),
    };
    const resources = new Resources(plane.api);
    const live = new LiveCluster(options, copy, view, cluster, plane.api, plane.kubeconfig, resources, git, servers);
    live.closers.push(
      () => gitServer.close(),
      () => chartServer.close(),
      () => plane.api.close(),
    );
    const parts = { api: plane.api, resources, copy, view, cluster, published };
    await prepareCluster(parts);
    live.simulator = new Simulator(plane.api, resources, view);
    live.simulator.start();
    live.observer = new Observer(plane.api);
    live.closers.push(
      () => live.simulator.end(),
      () => live.observer.end(),
    );
    say('starting source-, kustomize- and helm-controller');
    await startControllers({
      programs,
      processes,
      folder,
      kubeconfig: plane.kubeconfig,
      namespace: cluster.flux.namespace,
    });
    live.commit = await copy.publish(git, servers, 'the committed tree');
    await bootstrap(parts, git.workTree);
    return live;
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
    const root = this.view.units.find(
      ({ kustomization }) => kustomization.unit === undefined || kustomization.unit.name === kustomization.id.name,
    );
    const source = `/apis/source.toolkit.fluxcd.io/v1/namespaces/${namespace}/gitrepositories/${root?.name ?? namespace}`;
    await this.reconcile(source);
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

  close(): void {
    for (const close of this.closers) close();
  }
}

/** Path of a Kustomization in the API. */
export function kustomizationPath(key: string): string {
  const [namespace, name] = key.split('/');
  return `/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/${namespace}/kustomizations/${name}`;
}
