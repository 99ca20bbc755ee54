// `npm run bench:check`: the whole check over this very repository with the start of the process, and over trees that
// grow, as charts and as a folder of files. Schemas alone beside kubeconform: `npm run bench:schemas`.
// Figures, not a test: a busy machine is slower. `-- --units 200,1000 --runs 3` takes less time.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { V8_FLAGS } from '../../v8-flags.mjs';
import { bundlePrograms } from '../support/bundle-programs.mjs';
import { contest, growthExponent, measure, showProgress, table } from './measure.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const BUNDLES = join(ROOT, 'dist', 'bench');
const MEMORY = '/dev/shm';
const { values } = parseArgs({
  options: {
    units: { type: 'string', default: '250,500,1000,2500' },
    runs: { type: 'string', default: '5' },
    folder: { type: 'string', default: existsSync(MEMORY) ? MEMORY : tmpdir() },
  },
});
const SIZES = values.units.split(',').map(Number);
const RUNS = Number(values.runs);
if (![...SIZES, RUNS].every((size) => Number.isInteger(size) && size > 0))
  throw new Error('--units, --runs: no numbers');

const work = mkdtempSync(join(values.folder, 'bench-check-'));
const seconds = ({ milliseconds }) => (milliseconds / 1000).toFixed(2);

/** Times of one size: what synth would write, and the same as files of anybody's. */
function contestOf(units) {
  const folder = join(work, String(units));
  mkdirSync(folder);
  const run = (from) => () =>
    measure(process.execPath, [...V8_FLAGS, join(BUNDLES, 'check-ours.mjs'), String(units), folder, from], {
      cwd: folder,
    });
  run('charts')();
  const contestants = new Map(['charts', 'tree'].map((from) => [from, { runs: RUNS, run: run(from) }]));
  return contest(contestants, (name, round) => showProgress(`${units} units: ${name}, run ${round}`));
}

function contestOfRepository() {
  const launch = join(ROOT, 'launch.mjs');
  const check = () => measure(process.execPath, [launch, 'check'], { cwd: ROOT });
  check();
  return contest(new Map([['check', { runs: RUNS, run: check }]]), (_, round) => showProgress(`check, run ${round}`));
}

try {
  showProgress('bundling');
  await bundlePrograms(ROOT, ['test/bench/check-ours.ts', 'test/bench/leak-thread.ts'], BUNDLES);
  const results = new Map(SIZES.map((size) => [size, contestOf(size)]));
  const own = contestOfRepository().get('check');
  showProgress('');
  const row = (text, cell) => [text, ...SIZES.map((size) => cell(results.get(size)))];
  const exponent = (name) =>
    growthExponent(SIZES.map((size) => [size, results.get(size).get(name).milliseconds])).toFixed(2);
  process.stdout.write(
    `${table([
      ['objects (five and a Kustomization a unit)', ...SIZES.map((size) => String(size * 6))],
      row('npm run check, what synth would write (s)', (r) => seconds(r.get('charts'))),
      row('npm run check -- --tree, the same as files (s)', (r) => seconds(r.get('tree'))),
      row('peak memory, charts (MB)', (r) => r.get('charts').megabytes.toFixed(0)),
      row('peak memory, files (MB)', (r) => r.get('tree').megabytes.toFixed(0)),
    ])}\n\n`,
  );
  process.stdout.write(`growth, as an exponent: charts ${exponent('charts')}, files ${exponent('tree')}\n`);
  process.stdout.write(`this repository, with the start of the process: ${seconds(own)} s\n`);
  process.stdout.write(`Node ${process.version}, medians of ${RUNS}, files in ${values.folder}\n`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
