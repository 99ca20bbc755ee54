/** Composition root: the clusters of charts/, then the command line. */
import { clusters } from './charts/clusters.js';
import { run } from './lib/cli/main.js';

process.exitCode = await run({ clusters }, process.argv.slice(2), {
  root: process.cwd(),
  env: process.env,
  terminal: process.stderr.isTTY === true,
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
});
