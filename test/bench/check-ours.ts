/**
 * Contestant: `npm run check` over a cluster that exists here only, its files as synth wrote them. Arguments: number of
 * units, folder, and `charts` or `tree`: what synth would write, or the files read back as anybody's.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LeakReport } from '../../lib/cli/check-leaks.js';
import { run } from '../../lib/cli/main.js';
import { inThread } from '../../lib/system/thread.js';
import { benchCluster, writeCharts } from './bench-cluster.js';

const [count = '0', root = '', from = 'charts'] = process.argv.slice(2);
const clusters = [benchCluster(Number(count))];

const scanLeaks = inThread<string, LeakReport>(fileURLToPath(new URL('leak-thread.mjs', import.meta.url)));

const lines: string[] = [];
const io = { root, env: process.env, out: (line: string) => lines.push(line), err: (line: string) => lines.push(line) };
if (!existsSync(join(root, 'charts'))) {
  writeCharts(root);
  if ((await run({ clusters }, ['synth'], io)) !== 0) throw new Error(lines.join('\n'));
}
const argv = from === 'tree' ? ['check', '--tree', join(root, 'kubernetes/bench')] : ['check'];
await run({ clusters, scanLeaks }, argv, io);
process.stdout.write(`${lines.at(-1)}\n`);
process.stderr.write(`peak ${process.resourceUsage().maxRSS}\n`);
