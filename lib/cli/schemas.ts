import { Command } from 'commander';
import { compareImports } from '../schemas/compare-imports.js';
import {
  type CompiledFile,
  catalogueFile,
  GENERATED,
  groupFiles,
  kubernetesFile,
} from '../schemas/generate/compiled-files.js';
import { correctKinds } from '../schemas/generate/model-corrections.js';
import { readModelKinds } from '../schemas/generate/model-kinds.js';
import type { KindSchema } from '../schemas/kind-schema.js';
import { read } from '../synth/read.js';
import { readCompiled, removeCompiled, writeCompiled } from '../system/compiled-folder.js';
import { downloadSchemas } from '../system/published-schemas.js';
import { readValidatorPackages } from '../system/read-validators.js';
import { importedKinds } from './described-kinds.js';
import type { Done, ExitCode, Io, Platform } from './io.js';

/** How `lib/schemas/compiled/` is brought up to date. */
export interface SchemasOptions {
  /** Folder of the project's package.json. */
  readonly root: string;
  /** Compare only; nothing is written. */
  readonly check: boolean;
  /** Kubernetes minors to download (`1.34`); those that are there stay without it. */
  readonly download?: readonly string[];
  readonly print: (line: string) => void;
}

const KUBERNETES = /^kubernetes-(.+)\.ts$/;

/**
 * Brings the compiled schemas to what the installed model packages, the imported kinds and Kubernetes' published schemas
 * say (S1-101, DC-15).
 *
 * @returns the exit code: 1 when `check` found a stale file.
 */
export async function runSchemas({ root, check, download, print }: SchemasOptions): Promise<ExitCode> {
  const present = await readCompiled(root);
  const built = await kubernetesFiles(root, present, download);
  const generated = await compiledFiles(root, built, await importedKinds(root));
  const stale = compareImports(generated, present, GENERATED);
  const contents = new Map(generated.map(({ path, content }) => [path, content]));
  for (const { path, state } of stale) {
    const content = contents.get(path);
    if (check) print(`lib/schemas/compiled/${path}  ${state}`);
    else {
      await (content === undefined ? removeCompiled(root, path) : writeCompiled(root, path, content));
      print(`lib/schemas/compiled/${path}  ${content === undefined ? 'removed' : 'wrote'}`);
    }
  }
  const size = generated.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
  print(`${generated.length} files, ${Math.round(size / 1024)} KiB, ${stale.length} ${check ? 'stale' : 'changed'}`);
  if (check && stale.length > 0) print('hint: npm run schemas');
  if (check && download === undefined)
    print('Kubernetes’ own kinds were not compared: that takes a download (--download)');
  return check && stale.length > 0 ? 1 : 0;
}

/** What `lib/schemas/compiled/` holds, given the files of Kubernetes' own kinds and the kinds that were imported. */
export async function compiledFiles(
  root: string,
  builtIn: readonly CompiledFile[],
  imported: readonly KindSchema[],
): Promise<readonly CompiledFile[]> {
  const files = [...builtIn, ...groupFiles(await customKinds(root, imported))];
  return [...files, catalogueFile(files)];
}

/** Every custom kind that has a JSON schema; one that somebody imported stands for the package's. */
async function customKinds(root: string, imported: readonly KindSchema[]): Promise<KindSchema[]> {
  const idOf = ({ group, version, kind }: KindSchema) => `${group}/${version}/${kind}`;
  const ids = new Set(imported.map(idOf));
  const packaged = correctKinds((await readValidatorPackages(root)).flatMap(readModelKinds));
  return [...packaged.filter((kind) => !ids.has(idOf(kind))), ...imported];
}

export async function kubernetesFiles(
  root: string,
  present: ReadonlyMap<string, string>,
  download: readonly string[] | undefined,
): Promise<CompiledFile[]> {
  if (download !== undefined) return (await downloadSchemas(root, download)).map(kubernetesFile);
  return [...present].flatMap(([path, content]) => (KUBERNETES.test(path) ? [{ path, content }] : []));
}

/** The minors of the Kubernetes versions that the clusters run. */
function minorsOf(platform: Platform, root: string): string[] {
  const snapshot = read(
    root,
    platform.clusters.map(({ name }) => name),
  );
  const versions = platform.clusters.map((cluster) => cluster.declare(snapshot).kubernetesVersion);
  return [...new Set(versions.map((version) => version.split('.').slice(0, 2).join('.')))].sort();
}

/** `schemas`: what kinds may hold, compiled from what packages publish; for maintainers. */
export function schemasCommand(platform: Platform, io: Io, done: Done): Command {
  return new Command('schemas')
    .description('compile lib/schemas/compiled from the model packages and Kubernetes’ published schemas')
    .option('--check', 'write nothing; exit 1 when a file is stale', false)
    .option('--download', 'with --check: compare Kubernetes’ own kinds too', false)
    .option('--offline', 'leave Kubernetes’ own kinds as they are', false)
    .action(async ({ check, download, offline }: { check: boolean; download: boolean; offline: boolean }) => {
      const minors = (check ? download : !offline) ? minorsOf(platform, io.root) : undefined;
      done(await runSchemas({ root: io.root, check, print: io.out, ...(minors && { download: minors }) }));
    });
}
