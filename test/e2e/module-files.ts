import { mkdirSync, readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import * as z from 'zod';
import { InputError } from '../../lib/model/error.js';
import { runProgram } from '../../lib/system/run-program.js';
import { type BuildOptions, goVersion, INSTALL_GO } from './build-engines.js';

/** A Go module, by the hash that Go's own checksum database has of it. */
export interface ModulePin {
  readonly module: string;
  readonly version: string;
  readonly sum: string;
}

const DOWNLOAD_LIMIT_MS = 600_000;
const answer = z.object({ Zip: z.string().optional(), Sum: z.string().optional(), Error: z.string().optional() });

/**
 * Text of files of a module, fetched by Go into Go's own cache.
 *
 * @param paths files of the module, or folders, of which only what is right in them is taken
 * @throws InputError where it cannot be fetched, or is not what was pinned
 */
export async function moduleFiles(
  { module, version, sum }: ModulePin,
  paths: readonly string[],
  { env, cache, say }: BuildOptions,
): Promise<ReadonlyMap<string, string>> {
  if ((await goVersion(env)) === undefined)
    throw new InputError(`${module} is fetched with Go, and there is no Go here`, INSTALL_GO);
  say(`fetching ${module} ${version}`);
  mkdirSync(cache, { recursive: true });
  // Outside of any module: the repository's own folders hold none that could change what is asked.
  const limits = { env, cwd: cache, timeout: DOWNLOAD_LIMIT_MS };
  const asked = await runProgram('go', ['mod', 'download', '-json', `${module}@${version}`], limits);
  const { Zip, Sum, Error: problem = asked.stderr } = answered(asked.stdout);
  // A module may ask for a newer Go than is here. Only files are taken out of it: its archive and hash are there all the same.
  if (Zip === undefined || Sum === undefined)
    throw new InputError(`${module} ${version} cannot be fetched: ${problem.trim()}`, 'see GOPROXY in go help goproxy');
  if (Sum !== sum) throw new InputError(`${module} ${version} is ${Sum}, not ${sum} as it was pinned`);
  const root = `${module}@${version}/`;
  const inside = (name: string) => paths.includes(name) || paths.includes(name.replace(/\/[^/]*$/, ''));
  const archive = unzipSync(readFileSync(Zip), { filter: ({ name }) => inside(name.slice(root.length)) });
  const files = Object.entries(archive).map(([name, content]) => [name.slice(root.length), content] as const);
  return new Map(files.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, content]) => [name, textOf(content)]));
}

function answered(text: string): z.infer<typeof answer> {
  try {
    return answer.parse(JSON.parse(text));
  } catch {
    return {};
  }
}

function textOf(content: Uint8Array): string {
  return Buffer.from(content).toString('utf8');
}
