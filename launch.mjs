// Runs main.ts: bundles it into dist/main.mjs when a source is newer, then loads the bundle. Node 20 does not run
// TypeScript, and one file starts several times faster than hundreds of small ones.
import { mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import v8 from 'node:v8';

const root = dirname(fileURLToPath(import.meta.url));
const bundle = join(root, 'dist', 'main.mjs');
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
  const partial = `${bundle}.${process.pid}`;
  mkdirSync(dirname(bundle), { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: ['main.ts'],
    outfile: partial,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: false,
    // Needed by single commands only, and heavy: synth must not even parse them.
    external: ['ora', '@peculiar/x509', 'reflect-metadata'],
    logLevel: 'error',
    // cdk8s is CommonJS and requires Node's own modules.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
  });
  renameSync(partial, bundle);
}

// V8's quick compiler: a short run is over before the optimizing one pays off (docs/performance.md).
v8.setFlagsFromString('--sparkplug');
// From Node 22 on, the compiled bundle is kept too.
module.enableCompileCache?.(join(root, 'dist', 'compile-cache'));
process.chdir(root);
await import(pathToFileURL(bundle).href);
