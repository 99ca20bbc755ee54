/**
 * Contestant: `npm run synth` as it is, over a cluster that exists here only. Arguments: number of units, folder, and
 * `unit` for one file a unit, as cdk8s writes it, or `object` for one file an object, as our charts have it.
 */
import { run } from '../../lib/cli/main.js';
import type { Unit } from '../../lib/index.js';
import { benchCluster, writeCharts } from './bench-cluster.js';

const [count = '0', root = '', filePer = 'object'] = process.argv.slice(2);
writeCharts(root);

const inOneFile = (unit: Unit) => {
  for (const object of unit.apiObjects) unit.place(object, 'app.yaml');
};
const clusters = [benchCluster(Number(count), filePer === 'unit' ? inOneFile : undefined)];

process.exitCode = await run({ clusters }, ['synth'], {
  root,
  env: process.env,
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
});
process.stderr.write(`peak ${process.resourceUsage().maxRSS}\n`);
