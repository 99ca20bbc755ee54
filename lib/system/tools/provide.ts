import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { toolsFolder } from '../find-tool.js';
import { formatSource, type Platform, sourcesFor, type ToolName, type ToolSource } from './catalog.js';
import { ChecksumError, type Obtain, obtainFromRegistries } from './obtain.js';
import { makeWorkFolder, removeDeadWorkFolders } from './work-folder.js';

export type ProvidedTool =
  | {
      readonly tool: ToolName;
      readonly state: 'cached' | 'provided';
      readonly version: string;
      readonly path: string;
      readonly seconds: number;
    }
  /** `reasons` has one text for each source that was tried; empty when the platform has no source. */
  | { readonly tool: ToolName; readonly state: 'missing'; readonly reasons: readonly string[] };

export interface ProvideOptions {
  /** Folder of the project's package.json. */
  readonly root: string;
  /** @default the platform of this process */
  readonly platform?: Platform;
  /** @default the registries that npm, pip and go are set up for */
  readonly obtain?: Obtain;
  /** Sources of a tool. @default those of the catalogue */
  readonly sources?: (tool: ToolName, platform: Platform) => readonly ToolSource[];
  /** Called when a source of a tool is tried. @default nobody is told */
  readonly onTry?: (tool: ToolName, source: ToolSource) => void;
}

/** What a built binary was built from, and what came out. */
interface Stamp {
  readonly sum: string;
  readonly sha256: string;
}

async function sha256(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return hash.digest('hex');
}

function stampPath(binary: string): string {
  return join(dirname(binary), '..', 'stamps', `${binary.slice(dirname(binary).length + 1)}.json`);
}

async function readStamp(binary: string): Promise<Stamp | undefined> {
  return readFile(stampPath(binary), 'utf8').then(
    (text) => JSON.parse(text) as Stamp,
    () => undefined,
  );
}

/** The source that the binary present came from, if it is still what that source gives. */
async function cachedFrom(binary: string, sources: readonly ToolSource[]): Promise<ToolSource | undefined> {
  const found = await sha256(binary);
  if (found === undefined) return undefined;
  const stamp = await readStamp(binary);
  return sources.find((source) =>
    'sum' in source ? stamp?.sum === source.sum && stamp.sha256 === found : source.sha256 === found,
  );
}

/** Moves a verified binary to its place: a reader finds the old one, the new one or none, never a part. */
async function install(obtained: string, binary: string, source: ToolSource): Promise<void> {
  const found = await sha256(obtained);
  if (found === undefined) throw new Error(`${formatSource(source)} gave no binary`);
  if ('sum' in source) {
    await mkdir(dirname(stampPath(binary)), { recursive: true });
    await writeFile(stampPath(binary), JSON.stringify({ sum: source.sum, sha256: found } satisfies Stamp));
  } else if (found !== source.sha256) {
    throw new ChecksumError(`${source.member} of ${formatSource(source)}`, source.sha256, found);
  }
  await chmod(obtained, 0o755);
  await mkdir(dirname(binary), { recursive: true });
  await rename(obtained, binary);
}

async function provideTool(tool: ToolName, obtain: Obtain, options: ProvideOptions): Promise<ProvidedTool> {
  const { root, platform = `${process.platform}-${process.arch}`, onTry } = options;
  const started = performance.now();
  const done = (state: 'cached' | 'provided', source: ToolSource): ProvidedTool => {
    return { tool, state, version: source.tool, path: binary, seconds: (performance.now() - started) / 1000 };
  };
  const binary = join(toolsFolder(root), tool);
  const sources = (options.sources ?? sourcesFor)(tool, platform);
  const cached = await cachedFrom(binary, sources);
  if (cached !== undefined) return done('cached', cached);

  const reasons: string[] = [];
  for (const source of sources) {
    onTry?.(tool, source);
    const folder = await makeWorkFolder(root);
    try {
      await install(await obtain(tool, source, folder), binary, source);
      return done('provided', source);
    } catch (error) {
      reasons.push(`${formatSource(source)}: ${error instanceof Error ? error.message : String(error)}`);
      // What is not what was pinned is a reason to stop and look, not to try the next source.
      if (error instanceof ChecksumError) break;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return { tool, state: 'missing', reasons };
}

/**
 * Brings the named tools into `dist/tools/bin`, each from the first of its sources that works here. A tool that
 * is there with its pinned checksum is left alone; a download that does not match it is never installed.
 *
 * @returns one result a tool, in the order asked for; it does not throw for a tool that cannot be had.
 */
export async function provideTools(tools: readonly ToolName[], options: ProvideOptions): Promise<ProvidedTool[]> {
  await removeDeadWorkFolders(options.root);
  const obtain = options.obtain ?? obtainFromRegistries(options.root);
  return Promise.all(tools.map((tool) => provideTool(tool, obtain, options)));
}
