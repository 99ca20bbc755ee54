// Runs main.ts: bundles it into dist/bundle/ when a source is newer, then loads that. Node 20 does not run TypeScript,
// and a few files start several times faster than hundreds of small ones.
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import v8 from 'node:v8';

const root = dirname(fileURLToPath(import.meta.url));
const bundle = join(root, 'dist', 'bundle', 'main.mjs');
const SOURCES = ['main.ts', 'launch.mjs', 'package-lock.json', 'charts', 'imports', 'lib'];

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  // A folder's own time tells of removed files.
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

if (modified(bundle) <= Math.max(...SOURCES.map((source) => newest(join(root, source))))) {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['main.ts'],
    outdir: dirname(bundle),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // What a single command needs becomes a file of its own: synth, which is run all day, does not even parse it.
    splitting: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: false,
    external: ['@peculiar/x509', 'reflect-metadata'],
    logLevel: 'error',
    // cdk8s is CommonJS and requires Node's own modules.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
  });
  mkdirSync(dirname(bundle), { recursive: true });
  // The entry comes last: whoever sees it sees all that it imports. The others are named after their content.
  const entryLast = outputFiles.sort((one, other) => Number(one.path === bundle) - Number(other.path === bundle));
  for (const { path, contents } of entryLast) {
    writeFileSync(`${path}.${process.pid}`, contents);
    renameSync(`${path}.${process.pid}`, path);
  }
  removeOld(dirname(bundle), new Set(outputFiles.map(({ path }) => path)));
}

/** Files of earlier builds. Those of the last hour stay: a command that still runs may need one. */
function removeOld(folder, current) {
  for (const path of readdirSync(folder).map((name) => join(folder, name))) {
    if (!current.has(path) && modified(path) < Date.now() - 3_600_000) rmSync(path, { force: true });
  }
}

// V8's quick compiler: a short run is over before the optimizing one pays off (docs/performance.md).
v8.setFlagsFromString('--sparkplug');
// From Node 22 on, the compiled bundle is kept too.
module.enableCompileCache?.(join(root, 'dist', 'compile-cache'));
process.chdir(root);
await import(pathToFileURL(bundle).href);
