// `npm run e2e`: bundles main.ts as launch.mjs does it with the command line, and runs it. Each run has a bundle of its
// own: another one that starts meanwhile would take files away from it.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { stop } from 'esbuild';
import { bundlePrograms } from '../support/bundle-programs.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const OUT = join(ROOT, 'dist', 'e2e', String(process.pid));

// A run that was killed could not take its own away.
for (const pid of existsSync(join(OUT, '..')) ? readdirSync(join(OUT, '..')) : []) {
  if (!isRunning(Number(pid))) rmSync(join(OUT, '..', pid), { recursive: true, force: true });
}
process.on('exit', () => rmSync(OUT, { recursive: true, force: true }));
await bundlePrograms(ROOT, ['test/e2e/main.ts'], OUT);
// Its service would go on beside the run.
await stop();
const { main } = await import(pathToFileURL(join(OUT, 'main.mjs')).href);
try {
  process.exit(await main(process.argv.slice(2), ROOT));
} catch (error) {
  const hint = error.hint === undefined ? '' : `\nhint: ${error.hint}`;
  process.stderr.write(`error: ${error.name === 'InputError' ? error.message : error.stack}${hint}\n`);
  process.exit(2);
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
