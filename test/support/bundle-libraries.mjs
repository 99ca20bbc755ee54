import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { FOR_NODE } from './bundle-programs.mjs';

const DAY_MS = 86_400_000;
const SELF = fileURLToPath(import.meta.url);
const ROOT = join(SELF, '..', '..', '..');
/** What our code imports of them; they are bundled together, so that none is there twice. */
const COMMON_JS = [
  'yaml',
  'cdk8s',
  'constructs',
  'cdk8s-plus-30/lib/imports/k8s.js',
  'ajv',
  'ajv/dist/2019.js',
  'ajv/dist/2020.js',
];
const ESM = ['zod', 'age-encryption'];
/** Jest leaves what is below a folder of this name out of the traces and code that it shows. */
const INSIDE = 'node_modules';

/**
 * Jest loads every file of every library anew for each test file: 300 of them before the first construct can be made,
 * which takes longer than most tests. Here each library becomes one file, once for each package-lock.json.
 *
 * @returns what Jest shall load instead, as its `moduleNameMapper`
 */
export async function bundleLibraries() {
  const hash = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .update(readFileSync(SELF))
    .update(JSON.stringify(FOR_NODE));
  const all = join(ROOT, 'dist', 'test-libraries');
  const folder = join(all, hash.digest('hex').slice(0, 16));
  if (!existsSync(folder)) {
    const old = existsSync(all) ? readdirSync(all).map((name) => join(all, name)) : [];
    await bundle(folder);
    for (const one of old) if (one !== folder && isOld(one)) rmSync(one, { recursive: true, force: true });
  }
  return Object.fromEntries(
    [...COMMON_JS, ...ESM].map((name) => [`^${name.replaceAll('.', '\\.')}$`, join(folder, INSIDE, fileOf(name))]),
  );
}

/** A recent one may be what another run makes or uses. */
function isOld(folder) {
  return (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0) < Date.now() - DAY_MS;
}

async function bundle(folder) {
  // Nobody sees half of it: two runs may do this at once.
  const draft = `${folder}.${process.pid}`;
  await build({
    ...FOR_NODE,
    absWorkingDir: ROOT,
    entryPoints: [...COMMON_JS, ...ESM].map((name) => ({
      in: `library:${name}`,
      out: fileOf(name).replace(/\.mjs$/, ''),
    })),
    outdir: join(draft, INSIDE),
    minifyWhitespace: true,
    legalComments: 'none',
    plugins: [{ name: 'libraries', setup }],
  });
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
}

function setup(bundler) {
  bundler.onResolve({ filter: /^library:/ }, ({ path }) => ({
    path: path.slice('library:'.length),
    namespace: 'library',
  }));
  bundler.onLoad({ filter: /./, namespace: 'library' }, ({ path }) => ({ contents: faceOf(path), resolveDir: ROOT }));
}

/** A module that exports what the library does, by name: esbuild gives CommonJS a default export only. */
function faceOf(name) {
  if (ESM.includes(name)) return `export * from '${name}';`;
  const names = Object.keys(createRequire(SELF)(name)).filter((one) => one !== 'default');
  return `const library = require('${name}'); export default library; export const { ${names.join(', ')} } = library;`;
}

function fileOf(name) {
  return `${name.replace(/\.js$/, '').replaceAll('/', '-')}.mjs`;
}
