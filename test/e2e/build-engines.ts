import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../lib/model/error.js';
import { runProgram } from '../../lib/system/run-program.js';
import { pieceFolder, pinsOf } from './cache.js';
import { ENGINES, type Engine, type Programs } from './engines.js';

const BUILD_LIMIT_MS = 3_600_000;
const NO_GO = 'the engines of the end-to-end run are built from Go modules, and there is no Go here';
export const INSTALL_GO =
  'install Go 1.25 or newer (https://go.dev/dl/), then run this again: it builds once, into a cache';

export interface BuildOptions {
  /** test/e2e of the repository. */
  readonly folder: string;
  readonly cache: string;
  readonly env: NodeJS.ProcessEnv;
  say(text: string): void;
}

/** Version of Go as `go1.26.8`; undefined without Go. */
export async function goVersion(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const { code, stdout } = await runProgram('go', ['env', 'GOVERSION'], { env });
  return code === 0 ? stdout.trim() : undefined;
}

/**
 * Every program of the engines, built where it is missing. A program that is there is complete: it is written beside
 * its place and renamed; Go itself keeps what a build that was cut short has compiled.
 *
 * @throws InputError without Go, where something has to be built.
 */
export async function buildEngines(options: BuildOptions): Promise<Programs> {
  const go = await goVersion(options.env);
  const programs: Record<string, string> = {};
  const missing: (() => Promise<void>)[] = [];
  for (const engine of ENGINES) {
    const folder = folderOf(engine, options, go);
    for (const [name, source] of Object.entries(engine.programs)) {
      if (folder === undefined) throw new InputError(NO_GO, INSTALL_GO);
      const program = join(folder, name);
      programs[name] = program;
      if (!existsSync(program)) missing.push(() => build(engine, source, program, options));
    }
  }
  if (missing.length > 0 && go === undefined) throw new InputError(NO_GO, INSTALL_GO);
  for (const one of missing) await one();
  return programs;
}

/** True where a run needs nothing built. */
export async function enginesAreBuilt(options: BuildOptions): Promise<boolean> {
  const go = await goVersion(options.env);
  return ENGINES.every((engine) => {
    const folder = folderOf(engine, options, go);
    return folder !== undefined && Object.keys(engine.programs).every((name) => existsSync(join(folder, name)));
  });
}

function folderOf(engine: Engine, { folder, cache }: BuildOptions, go: string | undefined): string | undefined {
  const files = ['go.mod', 'go.sum'].map((name) => join(folder, 'engines', engine.piece, name));
  return pieceFolder(cache, pinsOf(files, engine), go);
}

async function build(
  { piece, stamps = {} }: Engine,
  source: string,
  program: string,
  { folder, env, say }: BuildOptions,
): Promise<void> {
  const started = performance.now();
  const partial = `${program}.${process.pid}.partial`;
  mkdirSync(join(program, '..'), { recursive: true });
  say(`building ${source}`);
  const stamped = Object.entries(stamps).map(([name, value]) => `-X ${name}=${value}`);
  const linked = `-ldflags=${['-s', '-w', ...stamped].join(' ')}`;
  const args = ['build', '-trimpath', '-buildvcs=false', '-mod=readonly', linked, '-o', partial, source];
  const cwd = join(folder, 'engines', piece);
  // GOFLAGS of this machine stay (`-p=1`); what is above wins over them.
  const built = await runProgram('go', args, {
    env: { ...env, CGO_ENABLED: '0' },
    cwd,
    timeout: BUILD_LIMIT_MS,
  });
  if (built.code !== 0) {
    rmSync(partial, { force: true });
    throw new InputError(`${source} cannot be built: ${lastLines(built.stderr)}`, 'it is a build like any other of Go');
  }
  renameSync(partial, program);
  say(`built ${source} in ${Math.round((performance.now() - started) / 1000)} s`);
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-5).join('\n');
}
