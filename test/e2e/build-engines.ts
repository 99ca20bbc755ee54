import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../lib/model/error.js';
import { runProgram } from '../../lib/system/run-program.js';
import { pieceFolder, pinsOf } from './cache.js';
import { ENGINES, type Engine, type Programs } from './engines.js';
import { type OnProcesses, ProcessGroup } from './system/process-group.js';

const STILL_MS = 30_000;
const NO_GO = 'the engines of the end-to-end run are built from Go modules, and there is no Go here';
export const INSTALL_GO =
  'install Go 1.25 or newer (https://go.dev/dl/), then run this again: it builds once, into a cache';
const GO_ON = 'that is Go’s own word, not a verdict on a tree; run it again: what is compiled is kept';

export interface BuildOptions {
  /** test/e2e of the repository. */
  readonly folder: string;
  readonly cache: string;
  readonly env: NodeJS.ProcessEnv;
  say(text: string): void;
}

interface Target {
  readonly engine: Engine;
  /** Go package. */
  readonly source: string;
  readonly program: string;
}

/** Version of Go as `go1.26.8`; undefined without Go. */
export async function goVersion(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const { code, stdout } = await runProgram('go', ['env', 'GOVERSION'], { env });
  return code === 0 ? stdout.trim() : undefined;
}

/** Where each program of the engines is, or will be. */
export function programsOf(options: BuildOptions): Programs {
  return Object.fromEntries(targets(options).map(({ program }) => [program.replace(/^.*\//, ''), program]));
}

/** True where a run needs nothing built. */
export function enginesAreBuilt(options: BuildOptions): boolean {
  return targets(options).every(({ program }) => existsSync(program));
}

/**
 * Builds every program of the engines that is missing. One that is there is complete: it is written beside its place and
 * renamed; Go itself keeps what a build that was cut short has compiled.
 *
 * @throws InputError without Go, where something has to be built, or with what Go says where it cannot be.
 */
export async function buildEngines(options: BuildOptions, onProcesses: OnProcesses): Promise<void> {
  const missing = targets(options).filter(({ program }) => !existsSync(program));
  if (missing.length === 0) return;
  const go = await goVersion(options.env);
  if (go === undefined) throw new InputError(NO_GO, INSTALL_GO);
  options.say(`${missing.length} programs are to be built with ${go}, once: ten to fifteen minutes for all`);
  mkdirSync(options.cache, { recursive: true });
  // In the cache: a rename does not go from one file system to another.
  const folder = mkdtempSync(join(options.cache, 'building-'));
  const processes = new ProcessGroup(folder);
  onProcesses(processes, folder);
  try {
    for (const [index, one] of missing.entries())
      await build(one, { ...options, processes, scratch: folder, at: `${index + 1} of ${missing.length}` });
  } finally {
    await processes.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

function targets({ folder, cache }: BuildOptions): Target[] {
  return ENGINES.flatMap((engine) => {
    const files = ['go.mod', 'go.sum'].map((name) => join(folder, 'engines', engine.piece, name));
    const place = pieceFolder(cache, pinsOf(files, engine));
    return Object.entries(engine.programs).map(([name, source]) => ({ engine, source, program: join(place, name) }));
  });
}

interface Building extends BuildOptions {
  readonly processes: ProcessGroup;
  /** Goes with the build. */
  readonly scratch: string;
  readonly at: string;
}

async function build(
  { engine, source, program }: Target,
  { folder, env, say, processes, scratch, at }: Building,
): Promise<void> {
  const started = performance.now();
  const { piece, stamps = {} } = engine;
  const name = program.replace(/^.*\//, '');
  const partial = join(scratch, name);
  say(`building ${source} (${at})`);
  const stamped = Object.entries(stamps).map(([variable, value]) => `-X ${variable}=${value}`);
  const linked = `-ldflags=${['-s', '-w', ...stamped].join(' ')}`;
  const args = ['build', '-trimpath', '-buildvcs=false', '-mod=readonly', linked, '-o', partial, source];
  // GOFLAGS of this machine stay (`-p=1`); what is above wins over them.
  const changes = { CGO_ENABLED: '0', GOTMPDIR: scratch };
  const cwd = join(folder, 'engines', piece);
  const seconds = () => Math.round((performance.now() - started) / 1000);
  const still = setInterval(() => say(`building ${source} (${at}): ${seconds()} s so far`), STILL_MS);
  const code = await processes.run('go', args, `build-${name}`, { env: { ...env, ...changes }, cwd });
  clearInterval(still);
  const said = processes.lastWords(`build-${name}`);
  if (code !== 0) throw new InputError(`${source} cannot be built: ${said}`, GO_ON);
  mkdirSync(join(program, '..'), { recursive: true });
  renameSync(partial, program);
  say(`built ${source} in ${seconds()} s`);
}
