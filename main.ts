/** Composition root: the clusters of charts/, then the command line. */
import './lib/system/zod-config.js';
import { join } from 'node:path';
import { clusters } from './charts/clusters.js';
import type { LeakReport } from './lib/cli/check-leaks.js';
import { run } from './lib/cli/main.js';
import { inThread } from './lib/system/thread.js';

// A reader that has seen enough, such as `head`, is no error.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 2));

const scanLeaks = inThread<string, LeakReport>(join(process.cwd(), 'dist/bundle/leak-worker.cjs'));
const code = run({ clusters, scanLeaks }, process.argv.slice(2), {
  root: process.cwd(),
  env: process.env,
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
});
// No `await` here: V8 keeps compiled code of scripts, and only modules have it.
code.then((exitCode) => {
  process.exitCode = exitCode;
});
