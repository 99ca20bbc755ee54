/** Composition root: the clusters of charts/, then the command line. */
import { clusters } from './charts/clusters.js';
import { run } from './lib/cli/main.js';

// A reader that has seen enough, such as `head`, is no error.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 2));

const code = run({ clusters }, process.argv.slice(2), {
  root: process.cwd(),
  env: process.env,
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
});
// No `await` here: V8 keeps compiled code of scripts, and only modules have it.
code.then((exitCode) => {
  process.exitCode = exitCode;
});
