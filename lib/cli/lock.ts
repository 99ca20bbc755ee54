import { join } from 'node:path';
import { Command } from 'commander';
import { lockText } from '../flux/lock/lock-text.js';
import { lockOf } from '../flux/lock/parse-lock.js';
import { compareLock, narrow, type Wanted, wantedBy } from '../flux/lock/wanted.js';
import { InputError } from '../model/error.js';
import { EMPTY_LOCK, LOCK_FILE, type Lock } from '../model/lock.js';
import { plan } from '../synth/pipeline.js';
import { planView } from '../synth/plan-view.js';
import { read } from '../synth/read.js';
import { readFileIfPresent } from '../system/read-file.js';
import { type RegistryClient, registryClient } from '../system/registry/client.js';
import { replaceFile } from '../system/write-tree.js';
import type { Done, ExitCode, Io, Platform } from './io.js';
import { progressOn, SILENT } from './progress.js';
import { readLock } from './read-lock.js';
import { inheritedEnv } from './secrets/inherited-env.js';
import { selectClusters } from './select-clusters.js';
import { type LockResult, updateLock } from './update-lock.js';

export interface LockOptions {
  /** @default all */
  readonly cluster?: readonly string[];
  /** @default everything that is used */
  readonly only?: readonly string[];
  readonly check?: boolean;
  readonly refresh?: boolean;
  readonly json?: boolean;
  readonly plainHttp?: readonly string[];
}

/** Registries of this machine's user; tests give others. */
export type OpenRegistries = (plainHttp: readonly string[]) => RegistryClient;

/** How long what is fetched may be only in memory: a kill costs no more than this. */
const SAVE_EVERY_MS = 1000;

/** `npm run lock`: what the registries have of the images and charts that the clusters use, for checks without a network. */
export function lockCommand(platform: Platform, io: Io, done: Done): Command {
  const open: OpenRegistries = (plainHttp) => registryClient({ env: inheritedEnv(io.env), plainHttp });
  return new Command('lock')
    .description(`ask the registries for the images and charts that the clusters use, and write ${LOCK_FILE}`)
    .option('--cluster <name...>', 'only what these clusters use (repeatable; default: all)')
    .option('--only <name...>', 'only these images and charts: a whole name, its last part, or a name in versions.yaml')
    .option('--refresh', 'ask again about what is locked: tags move', false)
    .option('--check', 'write nothing; exit 1 when something is missing, unused, or with --refresh has moved', false)
    .option('--plain-http <host...>', 'registries without TLS, with their port; this machine’s need not be named')
    .option('--json', 'print the result as JSON', false)
    .addHelpText(
      'after',
      [
        '',
        'What is locked is not asked for again. Logins are those of docker, helm and podman on this machine. What cannot be',
        'fetched keeps its entry, is told, and makes the command exit with 1.',
      ].join('\n'),
    )
    .action(async (options: LockOptions) => done(await runLock(platform, options, io, open)));
}

/** @throws InputError for unknown clusters and names, and for a lock that cannot be read. */
export async function runLock(
  platform: Platform,
  options: LockOptions,
  io: Io,
  open: OpenRegistries,
): Promise<ExitCode> {
  const old = (await readLock(io.root)) ?? EMPTY_LOCK;
  const collect = collector(platform, options, io.root);
  const wanted = collect(old);
  if (options.check === true && options.refresh !== true) return printComparison(old, wanted, options, io);
  const client = open([...(options.plainHttp ?? []), ...wanted.insecure]);
  const save = saver(io.root, options);
  const update = (part: Wanted, before: Lock) => {
    const total = part.images.size + part.charts.size;
    const progress = options.json === true ? SILENT : progressOn(process.stderr)('lock', total);
    const onResult = (result: LockResult, soFar: () => Lock) => {
      progress.step(result.subject);
      save(soFar, false);
    };
    const refresh = options.refresh === true;
    return updateLock({ wanted: part, old: before, client, refresh, onResult }).finally(() => progress.end());
  };
  const first = await update(wanted, old);
  // A chart that is new names images that nobody knew of before.
  const all = collect(first.lock);
  const more = await update(without(all, wanted), first.lock);
  const lock = isWhole(options) ? withoutUnused(more.lock, all) : more.lock;
  const results = [...first.results, ...more.results];
  save(() => lock, true);
  const removed = [...entries(old)].filter((key) => !new Set(entries(lock)).has(key));
  return printResults(results, removed, options, io);
}

/** What is to be locked, given what is locked: charts name images. */
function collector(platform: Platform, { cluster, only }: LockOptions, root: string): (lock: Lock) => Wanted {
  const clusters = selectClusters(platform, cluster);
  const names = clusters.map(({ name }) => name);
  const snapshot = read(root, names);
  const views = clusters.map((definition) => planView(plan(definition, snapshot), snapshot));
  const { versions } = snapshot;
  return (lock) => {
    const all = wantedBy(views, cluster === undefined ? versions : { images: {}, charts: {} }, lock);
    if (only === undefined) return all;
    const narrowed = narrow(all, only, versions);
    if (narrowed.images.size + narrowed.charts.size > 0) return narrowed;
    throw new InputError(`--only ${only.join(' ')}: nothing that is used has that name`, 'see charts/versions.yaml');
  };
}

function without(all: Wanted, done: Wanted): Wanted {
  return { ...all, images: new Map([...all.images].filter(([key]) => !done.images.has(key))), charts: new Map() };
}

function isWhole({ cluster, only }: LockOptions): boolean {
  return cluster === undefined && only === undefined;
}

function withoutUnused({ images, charts }: Lock, wanted: Wanted): Lock {
  const used = <T>(all: ReadonlyMap<string, T>, keys: ReadonlyMap<string, unknown>) =>
    [...all].filter(([key]) => keys.has(key)).map(([, entry]) => entry);
  return lockOf(used(images, wanted.images), used(charts, wanted.charts));
}

function entries({ images, charts }: Lock): string[] {
  return [...images.keys(), ...charts.keys()];
}

/** Writes the file now and then, and at the end, if it says something else than before; never an empty one anew. */
function saver(root: string, { check }: LockOptions) {
  let last = performance.now();
  let written = readFileIfPresent(join(root, LOCK_FILE)) ?? lockText(EMPTY_LOCK);
  return (lock: () => Lock, now: boolean) => {
    if (check === true || (!now && performance.now() - last < SAVE_EVERY_MS)) return;
    last = performance.now();
    const text = lockText(lock());
    if (text === written) return;
    replaceFile(root, LOCK_FILE, text);
    written = text;
  };
}

function printComparison(lock: Lock, wanted: Wanted, options: LockOptions, io: Io): ExitCode {
  const { missing, unused } = compareLock(lock, wanted);
  const absent = [...missing.images, ...missing.charts];
  const superfluous = isWhole(options) ? [...unused.images, ...unused.charts] : [];
  const fine = absent.length + superfluous.length === 0;
  if (options.json === true) io.out(JSON.stringify({ missing: absent, unused: superfluous }, null, 2));
  else {
    for (const key of absent) io.out(`missing: ${key}`);
    for (const key of superfluous) io.out(`unused: ${key}`);
    io.err(fine ? `${LOCK_FILE} has all that is used` : `${LOCK_FILE} is not what is used: run npm run lock`);
  }
  return fine ? 0 : 1;
}

function printResults(
  results: readonly LockResult[],
  removed: readonly string[],
  options: LockOptions,
  io: Io,
): ExitCode {
  const of = (state: LockResult['state']) => results.filter((result) => result.state === state);
  const failed = of('failed');
  const moved = results.filter(({ changed }) => changed);
  if (options.json === true) io.out(JSON.stringify({ results, removed }, null, 2));
  else {
    for (const { subject } of moved) io.out(`${options.check === true ? 'outdated' : 'moved'}: ${subject}`);
    for (const { subject, message, hint } of failed) {
      // What an error says begins with its subject more often than not.
      const text = message?.startsWith(subject) === true ? message : `${subject}: ${message}`;
      io.err(`failed: ${text}${hint === undefined ? '' : `\nhint: ${hint}`}`);
    }
    const counts = [`${of('fetched').length} fetched`, `${of('kept').length} kept`];
    io.out([...counts, `${removed.length} removed`, `${failed.length} failed`].join(', '));
  }
  if (failed.length > 0) return 1;
  return options.check === true && of('fetched').length + removed.length > 0 ? 1 : 0;
}
