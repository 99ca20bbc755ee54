// Runs main.ts: bundles it into dist/bundle/ when a source is newer, then runs that. Node 20 does not run TypeScript, and
// one file that V8 has compiled before starts several times faster than hundreds of small ones (docs/performance.md).
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import v8 from 'node:v8';
import vm from 'node:vm';
import { V8_FLAGS } from './v8-flags.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const folder = join(root, 'dist', 'bundle');
const bundle = join(folder, 'main.cjs');
const worker = join(folder, 'leak-worker.cjs');
const SOURCE_FILES = ['main.ts', 'launch.mjs', 'package-lock.json'];
const SOURCE_FOLDERS = ['charts', 'imports', 'lib'];
const HOUR = 3_600_000;

function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** When code in a folder was changed; a folder's own time tells of removed files. Synth itself reads charts/versions.yaml. */
function newest(path) {
  const inside = readdirSync(path, { withFileTypes: true }).filter(({ name }) => !name.endsWith('.yaml'));
  const times = inside.map((entry) => (entry.isDirectory() ? newest : modified)(join(path, entry.name)));
  return Math.max(modified(path), ...times);
}

function isStale() {
  const files = SOURCE_FILES.map((path) => modified(join(root, path)));
  const folders = SOURCE_FOLDERS.map((path) => newest(join(root, path)));
  return Math.min(modified(bundle), modified(worker)) <= Math.max(...files, ...folders);
}

/** A file is old or new, never partial, whoever reads it meanwhile. */
function writeWhole(path, contents) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${path}.${process.pid}`, contents);
  renameSync(`${path}.${process.pid}`, path);
}

const OPTIONS = {
  absWorkingDir: root,
  bundle: true,
  write: false,
  platform: 'node',
  target: 'node20',
  // No module: only a script takes what V8 compiled before. What a single command needs is still evaluated when that
  // imports it, and not before.
  format: 'cjs',
  supported: { 'dynamic-import': false },
  sourcemap: false,
  external: ['@peculiar/x509', 'reflect-metadata'],
  logLevel: 'error',
};

/** Text of a bundle. Escapes mean the same wherever characters beyond ASCII stand in code, and ASCII is read faster. */
async function bundled(entryPoint, more = {}) {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({ ...OPTIONS, ...more, entryPoints: [entryPoint] });
  const toEscape = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return outputFiles[0].text.replaceAll(/[^\0-\x7f]/g, toEscape);
}

async function buildBundle() {
  writeWhole(worker, await bundled('lib/cli/leak-worker.ts'));
  const wrapped = { banner: { js: '(function (require) {' }, footer: { js: '})' } };
  const text = await bundled('main.ts', wrapped);
  writeWhole(bundle, `// ${createHash('sha256').update(text).digest('hex')}\n${text}`);
  for (const path of readdirSync(folder).map((name) => join(folder, name))) {
    // A recent file may be one that another process is about to rename.
    const isDone = path.endsWith('.compiled') || modified(path) < Date.now() - HOUR;
    if (path !== bundle && path !== worker && isDone) rmSync(path, { force: true });
  }
}

/**
 * Where V8's compiled code for a command is kept: with the hash of the bundle in its name, since V8 itself compares no more
 * than lengths. It holds functions that the command called, none of the data that they worked on.
 */
function compiledPath(text) {
  const [command = '', ...more] = process.argv.slice(2);
  const options = more.filter((word) => word.startsWith('--'));
  const name = [command, ...options].join('').replaceAll(/[^a-z-]/g, '');
  return join(folder, `${text.slice(3, 35)}-${name.slice(0, 100)}.compiled`);
}

function readCompiled(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

if (isStale()) await buildBundle();

for (const flag of V8_FLAGS) v8.setFlagsFromString(flag);
process.chdir(root);
const text = readFileSync(bundle, 'latin1');
const path = compiledPath(text);
const cachedData = readCompiled(path);
const script = new vm.Script(text, { filename: bundle, cachedData });
// Another version of Node takes none of it, and keeps its own.
if (script.cachedDataRejected !== false) {
  process.on('exit', (code) => {
    // From a wrong command line nothing is kept.
    if (code > 1) return;
    try {
      writeWhole(path, script.createCachedData());
    } catch {
      // The next run starts slower: no reason for this one to fail.
    }
  });
}
script.runInThisContext()(createRequire(bundle));
