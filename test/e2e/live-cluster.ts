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
export interface LiveCluster extends LiveParts {
  /** What was published last. */
  readonly commit: string;
  /** Every unit. */
  readonly keys: readonly string[];
  /** Waits for units at the commit that was published last. @throws Error where a program of the run has ended by itself */
  awaitReady(keys: Iterable<string>, onChange?: (states: ReadonlyMap<string, UnitState>) => void): Promise<Outcome>;
  /** Commits the copy as it is now, and has Flux fetch it. */
  publish(message: string): Promise<void>;
  /** Asks Flux to look at an object now, as `flux reconcile` does. */
  reconcile(path: string): Promise<void>;
}

/** @param first the commit that is published already */
export function liveCluster(parts: LiveParts, first: string): LiveCluster {
  const { options, view, cluster, api, copy, git, servers, observer } = parts;
  const limitMs = wavesOf(view).length * WAVE_LIMIT_MS + PATIENCE_MS;
  const sources = `/apis/source.toolkit.fluxcd.io/v1/namespaces/${cluster.flux.namespace}/gitrepositories`;
  let commit = first;
  const guard = () => {
    const { crashed } = options.processes;
    if (crashed !== undefined) throw new Error(crashed);
  };
  const reconcile = async (path: string) => {
    const annotations = { 'reconcile.fluxcd.io/requestedAt': new Date().toISOString() };
    await api.merge(path, { metadata: { annotations } });
  };
  return {
    ...parts,
    get commit() {
      return commit;
    },
    keys: view.units.map(unitKey),
    awaitReady: (keys, onChange = () => {}) =>
      awaitReady(observer, { keys, commit, limitMs, quietMs: QUIET_MS, onChange, guard }),
    publish: async (message) => {
      commit = await copy.publish(git, servers, message);
      for (const name of servers.own) await reconcile(`${sources}/${name}`);
    },
    reconcile,
  };
}

/** Path of a Kustomization in the API. */
export function kustomizationPath(key: string): string {
  const [namespace, name] = key.split('/');
  return `/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/${namespace}/kustomizations/${name}`;
}
