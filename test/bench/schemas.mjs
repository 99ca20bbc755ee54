// `node test/bench/schemas.mjs`: schema validation beside the real kubeconform, on the same files with the same schemas.
// Figures, not a test. `-- --objects 5000 --runs 5`
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundlePrograms } from '../support/bundle-programs.mjs';
import { contest, measure, median, showProgress, table } from './measure.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const BUNDLES = join(ROOT, 'dist', 'bench');
const KUBECONFORM = join(ROOT, 'dist', 'tools', 'bin', 'kubeconform');
const { values } = parseArgs({
  options: { objects: { type: 'string', default: '5000' }, runs: { type: 'string', default: '5' } },
});
const runs = Number(values.runs);

await bundlePrograms(ROOT, ['test/bench/schemas-objects.ts', 'test/bench/schemas-ours.ts'], BUNDLES);

const work = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'bench-schemas-'));
try {
  const script = (name) => join(BUNDLES, `${name}.mjs`);
  const written = spawnSync(process.execPath, [script('schemas-objects'), values.objects, work], {
    encoding: 'utf8',
    cwd: ROOT,
  });
  if (written.status !== 0) throw new Error(written.stderr);
  const ours = (from) => measure(process.execPath, [script('schemas-ours'), work, from]);
  const contestants = new Map([
    ['ours', { runs, run: () => ours('text') }],
    ['data', { runs, run: () => ours('data') }],
  ]);
  if (existsSync(KUBECONFORM)) {
    const args = ['-schema-location', written.stdout, join(work, 'yaml')];
    contestants.set('kubeconform', { runs, run: () => measure(KUBECONFORM, args) });
  } else process.stdout.write('kubeconform: not in dist/tools/bin (npm run tools)\n');
  const results = contest(contestants, (name, round) => showProgress(`${name}, run ${round}`));
  const alone = median(
    Array.from({ length: runs }, () => {
      const { stdout } = spawnSync(process.execPath, [script('schemas-ours'), work, 'data'], { encoding: 'utf8' });
      return JSON.parse(stdout).milliseconds;
    }),
  );
  showProgress('');
  const row = (name, what) => [what, results.has(name) ? `${Math.round(results.get(name).milliseconds)} ms` : '-'];
  process.stdout.write(
    `${table([
      [`${values.objects} objects, median of ${runs}`, 'time'],
      row('kubeconform', 'kubeconform: process, YAML files'),
      row('ours', 'ours: process, the same YAML files'),
      row('data', 'ours: process, objects that are parsed already (JSON)'),
      ['ours: loading the schemas and validating, nothing else', `${Math.round(alone)} ms`],
    ])}\n`,
  );
} finally {
  rmSync(work, { recursive: true, force: true });
}
