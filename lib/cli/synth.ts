import { InputError } from '../model/error.js';
import { formatFinding } from '../model/finding.js';
import { hintForUnknown } from '../model/names.js';
import { describeDrift } from '../synth/drift.js';
import { type Plan, plan } from '../synth/pipeline.js';
import { read, type Snapshot } from '../synth/read.js';
import { write } from '../synth/write.js';
import { blobId, committedVersions } from '../system/git-history.js';
import { listFolders } from '../system/read-tree.js';
import type { ExitCode, Io, Platform } from './io.js';
import { selectClusters } from './select-clusters.js';

export interface SynthOptions {
  readonly cluster?: readonly string[];
  readonly check?: boolean;
  readonly resetImage?: readonly string[];
  /** Says only what is an error, and what was written if anything was. @default false */
  readonly quiet?: boolean;
}

/** `npm run synth`: charts to kubernetes/, or with --check whether kubernetes/ is what the charts give. */
export function synth(platform: Platform, options: SynthOptions, io: Io): ExitCode {
  const started = performance.now();
  const clusters = selectClusters(platform, options.cluster);
  const snapshot = read(
    io.root,
    clusters.map(({ name }) => name),
    options.resetImage,
  );
  checkImages(snapshot);
  for (const folder of undeclaredClusters(platform, io.root)) {
    io.err(
      `warning: ${folder} belongs to no cluster of charts/clusters.ts\nhint: remove it with git rm -r, once nothing reconciles it`,
    );
  }
  const plans = clusters.map((cluster) => plan(cluster, snapshot));

  const findings = plans.flatMap((plan) => plan.findings);
  for (const finding of findings) if (!options.quiet || finding.severity === 'error') io.err(formatFinding(finding));
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  if (options.check) return check(plans, snapshot, errors, io);
  if (errors > 0) {
    io.err(`${count(errors, 'error')}: nothing was written`);
    return 1;
  }
  for (const { cluster, changes } of plans) write(io.root, cluster.name, changes);
  if (!options.quiet || hasChanges(plans)) io.out(summary(plans, performance.now() - started));
  return 0;
}

/** A cluster that was removed from the charts keeps its folder: what Flux may still reconcile is never deleted unasked. */
function undeclaredClusters(platform: Platform, root: string): string[] {
  const declared = new Set(platform.clusters.map(({ name }) => name));
  return listFolders(root, 'kubernetes').filter((folder) => !declared.has(folder.slice('kubernetes/'.length)));
}

/** A misspelt name would reset nothing, and nobody would notice. */
function checkImages({ resetImages, versions: { images } }: Snapshot): void {
  const owned = Object.keys(images).filter((name) => images[name]?.policy !== undefined);
  for (const name of resetImages) {
    if (owned.includes(name)) continue;
    throw new InputError(`--reset-image: image automation owns no image "${name}"`, hintForUnknown(name, owned));
  }
}

function check(plans: readonly Plan[], snapshot: Snapshot, errors: number, io: Io): ExitCode {
  const touched = plans.flatMap(({ changes }) => [...changes.write, ...changes.writeLast].map(({ path }) => path));
  const versions = committedVersions(io.root, touched);
  const drift = plans.flatMap(({ changes }) =>
    describeDrift(changes, snapshot.files, (path, content) => versions.get(path)?.has(blobId(content)) === true),
  );
  for (const { path, state } of drift) io.out(`${state}: ${path}`);
  if (drift.length > 0) io.err(`${count(drift.length, 'file')} not as the charts give: run npm run synth and commit`);
  if (errors > 0) io.err(count(errors, 'error'));
  if (drift.length > 0 || errors > 0) return 1;
  io.out(
    `kubernetes/ is what the charts give (${count(
      plans.reduce((sum, { tree }) => sum + tree.files.length, 0),
      'file',
    )})`,
  );
  return 0;
}

function summary(plans: readonly Plan[], milliseconds: number): string {
  const total = (amount: (plan: Plan) => number) => plans.reduce((sum, plan) => sum + amount(plan), 0);
  const written = total(({ changes }) => changes.write.length + changes.writeLast.length);
  return [
    count(
      total(({ cluster }) => cluster.units.length),
      'unit',
    ),
    count(
      total(({ cluster }) => cluster.units.reduce((sum, unit) => sum + unit.manifests.length, 0)),
      'object',
    ),
    `${count(written, 'file')} written`,
    `${total(({ changes }) => changes.remove.length)} removed`,
    `${total(({ changes }) => changes.unchanged)} unchanged`,
    `${(milliseconds / 1000).toFixed(2)} s`,
  ].join(', ');
}

function hasChanges(plans: readonly Plan[]): boolean {
  return plans.some(({ changes }) =>
    [changes.write, changes.writeLast, changes.remove].some((paths) => paths.length > 0),
  );
}

function count(amount: number, what: string): string {
  return `${amount} ${what}${amount === 1 ? '' : 's'}`;
}
