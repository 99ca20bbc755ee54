// `npm run bench`: cdk8s' own synth, ours, and the floor, in one run; then both over this very repository.
// Figures, not a test: a busy machine is slower. Ratios hold better than times. `-- --units 10,100` takes less time,
// `-- --folder DIR` puts the files elsewhere, such as on a disk.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { V8_FLAGS } from '../../v8-flags.mjs';
import { bundlePrograms } from '../support/bundle-programs.mjs';
import { contest, growthExponent, measure, showProgress, table } from './measure.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const BUNDLES = join(ROOT, 'dist', 'bench');
// Files in memory where the machine has that: a disk's cache and journal differ from run to run by more than we measure.
const MEMORY = '/dev/shm';
const { values } = parseArgs({
  options: {
    units: { type: 'string', default: '10,100,1000,3000' },
    folder: { type: 'string', default: existsSync(MEMORY) ? MEMORY : tmpdir() },
  },
});
const SIZES = values.units.split(',').map(Number);
if (!SIZES.every((size) => Number.isInteger(size) && size > 0)) throw new Error(`--units ${values.units}: no numbers`);

// Nothing is removed before the end: right after many deletions ext4 makes new files many times more slowly.
const work = mkdtempSync(join(values.folder, 'bench-'));
let folders = 0;
const newFolder = () => {
  const folder = join(work, String(folders++));
  mkdirSync(folder);
  return folder;
};
/** Only ours runs as launch.mjs lets it: the flags do not help the others (docs/performance.md). */
const flagsOf = (bundle) => (bundle === 'contest-ours' ? V8_FLAGS : []);
const node = (bundle, ...args) =>
  measure(process.execPath, [...flagsOf(bundle), join(BUNDLES, `${bundle}.mjs`), ...args]);

/** Times of one size. cdk8s alone decides how long this takes, so it has few runs where it is slow. */
function contestOf(units) {
  const objects = join(newFolder(), 'objects.json');
  node('objects', String(units), objects);
  const trees = { unit: newFolder(), object: newFolder() };
  for (const [filePer, folder] of Object.entries(trees)) node('contest-ours', String(units), folder, filePer);
  const runs = units >= 1000 ? 5 : 9;
  const ours = (filePer) => ({ runs, run: () => node('contest-ours', String(units), newFolder(), filePer) });
  const again = (filePer) => ({ runs, run: () => node('contest-ours', String(units), trees[filePer], filePer) });
  const floor = (filePer) => ({
    runs,
    run: () => node('contest-floor', objects, join(trees[filePer], 'kubernetes'), newFolder()),
  });
  const contestants = new Map([
    [
      'cdk8s',
      {
        runs: units >= 3000 ? 1 : units >= 1000 ? 3 : runs,
        run: () => node('contest-stock', String(units), newFolder()),
      },
    ],
    ['floor', floor('unit')],
    ['ours', ours('unit')],
    ['again', again('unit')],
    ['floor*', floor('object')],
    ['ours*', ours('object')],
    ['again*', again('object')],
  ]);
  return contest(contestants, (name, round) => showProgress(`${units} units: ${name}, run ${round}`));
}

function print(results) {
  const seconds = ({ milliseconds }) => (milliseconds / 1000).toFixed(2);
  const memory = ({ megabytes }) => megabytes.toFixed(0);
  const over = (a, b) => (a.milliseconds / b.milliseconds).toFixed(1);
  const of = (name) => (result) => result.get(name);
  const [cdk8s, floor, ours] = ['cdk8s', 'floor', 'ours'].map(of);
  const show = (text, cell) => [text, ...SIZES.map((size) => cell(results.get(size)))];
  const rows = (mark) => [
    show(`floor${mark}: Node, JSON, copying (s)`, (r) => seconds(r.get(`floor${mark}`))),
    show(`ours${mark}, new tree (s)`, (r) => seconds(r.get(`ours${mark}`))),
    show(`ours${mark}, nothing to write (s)`, (r) => seconds(r.get(`again${mark}`))),
    show(`ours${mark}, peak memory (MB)`, (r) => memory(r.get(`ours${mark}`))),
    show(`ours${mark} is faster than cdk8s by`, (r) => over(cdk8s(r), r.get(`ours${mark}`))),
    show(`ours${mark} is slower than floor${mark} by`, (r) => over(r.get(`ours${mark}`), r.get(`floor${mark}`))),
  ];
  process.stdout.write(
    `${table([
      ['units of five objects', ...SIZES.map(String)],
      show('cdk8s App.synth() (s)', (r) => seconds(cdk8s(r))),
      show('cdk8s, peak memory (MB)', (r) => memory(cdk8s(r))),
      ...rows(''),
      ...rows('*'),
    ])}\n\n`,
  );
  process.stdout.write(
    'without *: one file a unit, as cdk8s writes it; with *: one file an object, as our charts have it\n',
  );
  const fitted = SIZES.filter((size) => size >= 100);
  if (fitted.length < 2) return;
  const exponent = (pick) => growthExponent(fitted.map((size) => [size, pick(results.get(size)).milliseconds]));
  const exponents = [
    ['ours', ours],
    ['ours*', of('ours*')],
    ['floor', floor],
    ['cdk8s', cdk8s],
  ];
  const shown = exponents.map(([name, pick]) => `${name} ${exponent(pick).toFixed(2)}`).join(', ');
  process.stdout.write(`growth from ${fitted[0]} to ${fitted.at(-1)} units, as an exponent: ${shown}\n`);
}

/** This repository: both ways over the same compiled entry. */
function contestOfRepository() {
  const launch = join(ROOT, 'launch.mjs');
  const stock = [join(ROOT, 'node_modules', 'cdk8s-cli', 'bin', 'cdk8s'), 'synth', '--check-upgrade=false'];
  measure(process.execPath, [launch, 'synth'], { cwd: ROOT });
  const run = (args) => () => measure(process.execPath, args, { cwd: ROOT });
  const contestants = new Map([
    ['npm run synth', { runs: 7, run: run([launch, 'synth']) }],
    ['cdk8s synth', { runs: 7, run: run(stock) }],
  ]);
  const results = contest(contestants, (name, round) => showProgress(`this repository: ${name}, run ${round}`));
  showProgress('');
  const [ours, theirs] = [...results.values()].map(({ milliseconds }) => milliseconds / 1000);
  process.stdout.write(`\nthis repository: npm run synth ${ours.toFixed(2)} s, cdk8s synth ${theirs.toFixed(2)} s, `);
  process.stdout.write(`ours is faster by ${(theirs / ours).toFixed(1)}\n`);
}

try {
  showProgress('bundling');
  await bundlePrograms(
    ROOT,
    [
      'test/bench/contest-stock.ts',
      'test/bench/contest-ours.ts',
      'test/bench/contest-floor.ts',
      'test/bench/objects.ts',
    ],
    BUNDLES,
  );
  const results = new Map(SIZES.map((size) => [size, contestOf(size)]));
  showProgress('');
  print(results);
  writeFileSync(
    join(BUNDLES, 'results.json'),
    JSON.stringify(
      [...results].map(([size, r]) => ({ size, ...Object.fromEntries(r) })),
      null,
      2,
    ),
  );
  process.stdout.write(`Node ${process.version}, files in ${values.folder}; all figures: dist/bench/results.json\n`);
  contestOfRepository();
} finally {
  rmSync(work, { recursive: true, force: true });
}
