import { formatOwners, ownersOf } from '../flux/ownership/format-owners.js';
import type { TreeView } from '../flux/tree/view.js';
import { InputError } from '../model/error.js';
import { planView } from '../synth/plan-view.js';
import { planAll } from './check-charts.js';
import { type OwnershipOptions, withOwned } from './check-ownership.js';
import { readTreeFolder } from './check-tree.js';
import type { Io, Platform } from './io.js';
import { selectClusters } from './select-clusters.js';

interface Choice {
  /** Names of clusters. @default all */
  readonly cluster?: readonly string[];
  readonly terraformPlan?: readonly string[];
}

export interface OwnersOptions extends OwnershipOptions, Choice {
  /** A folder instead of charts. @default the charts of the chosen clusters */
  readonly tree?: string;
  readonly settings?: string;
  readonly format: string;
}

/** `npm run check -- --owners`: who owns what, of each cluster (S3-91). */
export async function printOwners(platform: Platform, options: OwnersOptions, io: Io): Promise<void> {
  const views = await viewsToOwn(platform, options, io);
  if (options.format === 'json') {
    io.out(JSON.stringify(Object.fromEntries(views.map((view) => [view.settings.cluster, ownersOf(view)])), null, 2));
  } else for (const view of views) io.out(`${view.settings.cluster}\n\n${formatOwners(view)}\n`);
}

/** npm runs scripts in the package's folder and says here where the person stood. */
export function standsAt(io: Io): string {
  return io.env.INIT_CWD ?? io.root;
}

/** The clusters that a check is about. A plan of Terraform belongs to one. */
export function chosen(platform: Platform, { cluster, terraformPlan }: Choice): Platform['clusters'] {
  const clusters = selectClusters(platform, cluster);
  if (terraformPlan !== undefined && clusters.length > 1) {
    throw new InputError('--terraform-plan is about one cluster', 'name it with --cluster');
  }
  return clusters;
}

async function viewsToOwn(platform: Platform, options: OwnersOptions, io: Io): Promise<TreeView[]> {
  const { tree, settings } = options;
  const folder = tree === undefined ? undefined : readTreeFolder(tree, standsAt(io), settings);
  const views = folder === undefined ? viewsOf(planAll(io.root, chosen(platform, options))) : [folder.view];
  const root = folder?.folder.root ?? io.root;
  const owned = await Promise.all(views.map((view) => withOwned(view, root, options)));
  for (const line of owned.flatMap(({ notRendered }) => notRendered)) io.err(`not rendered: ${line}`);
  return owned.map(({ view }) => view);
}

function viewsOf({ plans, snapshot }: ReturnType<typeof planAll>): TreeView[] {
  return plans.map((planned) => planView(planned, snapshot));
}
