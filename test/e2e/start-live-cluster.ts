import { join } from 'node:path';
import { field } from '../../lib/flux/kustomize/built.js';
import type { TreeView } from '../../lib/flux/tree/view.js';
import type { ResolvedCluster } from '../../lib/model/cluster.js';
import { Resources } from './api/resources.js';
import { bootstrap, prepareCluster } from './bootstrap.js';
import { fillShelf } from './chart-shelf.js';
import { type ControlPlane, startControlPlane } from './control-plane.js';
import { startControllers } from './controllers.js';
import { GitRepository } from './git-repository.js';
import { type LiveCluster, type LiveOptions, liveCluster } from './live-cluster.js';
import { Observer } from './observe.js';
import type { LocalServers } from './redirect-sources.js';
import { serveCharts } from './servers/chart-server.js';
import { serveGit } from './servers/git-server.js';
import { Simulator } from './simulate.js';
import { WorkingCopy } from './working-copy.js';

/** What ends something that this process itself serves. */
export type Closers = (() => void)[];

/**
 * Brings up everything, and applies what a person applies.
 *
 * @param closers gets an entry as soon as there is something to end, so that a start that fails is ended, too
 */
export async function startLiveCluster(options: LiveOptions, closers: Closers): Promise<LiveCluster> {
  const { repository, cluster: name, folder, published, say } = options;
  say('sealing placeholders for a fresh key');
  const copy = await WorkingCopy.make(repository, join(folder, 'copy'), name);
  const { view, cluster } = copy.view();

  say('starting etcd, kube-apiserver and kube-controller-manager');
  const { api, kubeconfig } = await plane(options, cluster);
  closers.push(() => api.close());
  const git = await GitRepository.make(join(folder, 'git'));
  const servers = await serve(git, view, options, closers);
  const resources = new Resources(api);
  const parts = { api, resources, copy, view, cluster, published };
  await prepareCluster(parts);

  const simulator = new Simulator(api, resources, view);
  simulator.start();
  const observer = new Observer(api);
  closers.push(
    () => simulator.end(),
    () => observer.end(),
  );
  say('starting source-, kustomize- and helm-controller');
  await startControllers({ ...options, kubeconfig, namespace: cluster.flux.namespace });
  const commit = await copy.publish(git, servers, 'the committed tree');
  await bootstrap(parts, git.workTree);
  return liveCluster({ options, ...parts, kubeconfig, git, servers, observer, simulator }, commit);
}

function plane(options: LiveOptions, { protection }: ResolvedCluster): Promise<ControlPlane> {
  const { podSecurityDefault: level = 'privileged', podSecurityExempt: exempt = [] } = protection;
  return startControlPlane({ ...options, podSecurity: { level, exempt } });
}

async function serve(
  git: GitRepository,
  view: TreeView,
  { published }: LiveOptions,
  closers: Closers,
): Promise<LocalServers> {
  const gitServer = await serveGit(git.served);
  closers.push(() => gitServer.close());
  const charts = await serveCharts(await fillShelf(view, published));
  closers.push(() => charts.close());
  return { charts: charts.address, git: `http://${gitServer.address}/repository.git`, own: sourcesOf(view) };
}

/** Names of the GitRepositories that units are read from: the tree's own. */
function sourcesOf(view: TreeView): ReadonlySet<string> {
  const names = view.units.map(({ kustomization }) => field(kustomization.object, 'spec', 'sourceRef', 'name'));
  return new Set(names.map(String));
}
