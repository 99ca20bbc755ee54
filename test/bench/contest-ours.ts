/**
 * Contestant: `npm run synth` as it is, over a cluster that exists here only. Arguments: number of units, folder, and
 * `unit` for one file a unit, as cdk8s writes it, or `object` for one file an object, as our charts have it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import v8 from 'node:v8';
import { run } from '../../lib/cli/main.js';
import { cluster, Unit } from '../../lib/index.js';
import { BENCH_SETTINGS } from './bench-settings.js';
import { declareObjects } from './declare-objects.js';

// As launch.mjs does.
v8.setFlagsFromString('--sparkplug');
const [count = '0', root = '', filePer = 'object'] = process.argv.slice(2);
const source = 'charts/clusters/bench.ts';
mkdirSync(join(root, 'charts/clusters'), { recursive: true });
writeFileSync(join(root, source), '');
writeFileSync(join(root, 'charts/versions.yaml'), 'charts: {}\nimages: {}\n');

const bench = cluster(BENCH_SETTINGS, (c) => {
  const units: Unit[] = [];
  for (let n = 0; n < Number(count); n++) {
    const name = `app-${n}`;
    // A tree of dependencies, as a real cluster has.
    const parent = units[Math.floor((n - 1) / 4)];
    const unit = new Unit(c.apps(`area-${n % 20}`), name, {
      source,
      ...(parent === undefined ? {} : { dependsOn: [parent] }),
    });
    declareObjects(unit, name);
    if (filePer === 'unit') for (const object of unit.apiObjects) unit.place(object, 'app.yaml');
    units.push(unit);
  }
});

process.exitCode = await run({ clusters: [bench] }, ['synth'], {
  root,
  env: process.env,
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
});
process.stderr.write(`peak ${process.resourceUsage().maxRSS}\n`);
