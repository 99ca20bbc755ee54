/**
 * Contestant: `npm run check` over a cluster that exists here only, its files as synth wrote them. Arguments: number of
 * units, folder, and `charts` or `tree`: what synth would write, or the files read back as anybody's.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import v8 from 'node:v8';
import { run } from '../../lib/cli/main.js';
import { cluster, Unit } from '../../lib/index.js';
import { BENCH_SETTINGS } from './bench-settings.js';
import { declareObjects } from './declare-objects.js';

// As launch.mjs does.
v8.setFlagsFromString('--sparkplug');
const [count = '0', root = '', from = 'charts'] = process.argv.slice(2);
const source = 'charts/clusters/bench.ts';

const bench = cluster(BENCH_SETTINGS, (c) => {
  const units: Unit[] = [];
  for (let n = 0; n < Number(count); n++) {
    const name = `app-${n}`;
    const parent = units[Math.floor((n - 1) / 4)];
    const unit = new Unit(c.apps(`area-${n % 20}`), name, {
      source,
      ...(parent === undefined ? {} : { dependsOn: [parent] }),
    });
    declareObjects(unit, name);
    units.push(unit);
  }
});

const lines: string[] = [];
const io = { root, env: process.env, out: (line: string) => lines.push(line), err: (line: string) => lines.push(line) };
if (!existsSync(join(root, source))) {
  mkdirSync(join(root, 'charts/clusters'), { recursive: true });
  writeFileSync(join(root, source), '');
  writeFileSync(join(root, 'charts/versions.yaml'), 'charts: {}\nimages: {}\n');
  if ((await run({ clusters: [bench] }, ['synth'], io)) !== 0) throw new Error(lines.join('\n'));
}
const argv = from === 'tree' ? ['check', '--tree', join(root, 'kubernetes/bench')] : ['check'];
await run({ clusters: [bench] }, argv, io);
process.stdout.write(`${lines.at(-1)}\n`);
process.stderr.write(`peak ${process.resourceUsage().maxRSS}\n`);
