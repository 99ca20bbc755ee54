// `node test/bench/secrets.mjs`: sealing, checking without a key, and `secrets status`, beside the real sops.
// sops works on one file a process, so that is how it is timed, in a shell's loop; the same loop over `sops --version`
// says what of it is starting. Figures, not a test. `-- --seal 200 --check 2000 --runs 3` takes less time.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { V8_FLAGS } from '../../v8-flags.mjs';
import { bundlePrograms } from '../support/bundle-programs.mjs';
import { contest, measure, showProgress, table } from './measure.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const BUNDLES = join(ROOT, 'dist', 'bench');
const MEMORY = '/dev/shm';
const { values } = parseArgs({
  options: {
    seal: { type: 'string', default: '1000' },
    check: { type: 'string', default: '10000' },
    runs: { type: 'string', default: '5' },
    folder: { type: 'string', default: existsSync(MEMORY) ? MEMORY : tmpdir() },
  },
});
const [SEALED, CHECKED, RUNS] = [values.seal, values.check, values.runs].map(Number);
if (![SEALED, CHECKED, RUNS].every((n) => Number.isInteger(n) && n > 0))
  throw new Error('--seal, --check, --runs: no numbers');
/** Files that sops checks: one process each, so a part of them says enough. */
const THEIRS = Math.min(CHECKED, 1000);

const sops = [...(process.env.PATH ?? '').split(delimiter), join(ROOT, 'dist', 'tools', 'bin')]
  .map((folder) => join(folder, 'sops'))
  .find((path) => existsSync(path));

const work = mkdtempSync(join(values.folder, 'bench-secrets-'));
let folders = 0;
const newFolder = () => {
  const folder = join(work, String(folders++));
  mkdirSync(folder);
  return folder;
};
const ours = (...args) =>
  measure(process.execPath, [...V8_FLAGS, join(BUNDLES, 'secrets-ours.mjs'), ...args.map(String)]);
/** A shell's loop over files: `$f` is the name of one. */
const loop = (folder, count, command, env = {}) =>
  measure('sh', ['-c', `for f in $(ls | head -n ${count}); do ${command} || exit 1; done`], {
    cwd: folder,
    env: { ...process.env, ...env },
  });

/** A Secret as a cluster has it: three values, a label. */
function plainSecret(n) {
  return `apiVersion: v1
kind: Secret
metadata:
    name: secret-${n}
    namespace: area-${n % 20}
    labels:
        app.kubernetes.io/name: app-${n}
    annotations:
        kustomize.toolkit.fluxcd.io/substitute: disabled
type: Opaque
stringData:
    username: user-${n}
    password: password-of-thirty-two-letters-${n}
    url: postgresql://user-${n}:word@postgres.database:5432/app-${n}
`;
}

function sealing(recipient) {
  const plain = newFolder();
  for (let n = 0; n < SEALED; n++) writeFileSync(join(plain, `${n}.sops.yaml`), plainSecret(n));
  const contestants = new Map([
    ['ours', { runs: RUNS, run: () => ours('seal', plain, newFolder(), recipient) }],
    ['none', { runs: RUNS, run: () => ours('seal', newFolder(), newFolder(), recipient) }],
  ]);
  if (sops !== undefined) {
    const args = `--age ${recipient} --encrypted-regex '^(data|stringData)$'`;
    contestants.set('sops', {
      runs: RUNS,
      run: () => loop(plain, SEALED, `"$SOPS" encrypt ${args} "$f" > "$TO/$f"`, { SOPS: sops, TO: newFolder() }),
    });
    contestants.set('start', { runs: RUNS, run: () => startOf(plain, SEALED) });
  }
  return contest(contestants, (name, round) => showProgress(`sealing ${SEALED} files: ${name}, run ${round}`));
}

function startOf(folder, count) {
  return loop(folder, count, '"$SOPS" --version --disable-version-check > /dev/null', { SOPS: sops });
}

function checking(recipient) {
  showProgress(`making ${CHECKED} sealed files`);
  const [plain, sealed] = [newFolder(), newFolder()];
  for (let n = 0; n < CHECKED; n++) writeFileSync(join(plain, `${n}.sops.yaml`), plainSecret(n));
  ours('seal', plain, sealed, recipient);
  const contestants = new Map([
    ['ours', { runs: RUNS, run: () => ours('check', sealed) }],
    ['none', { runs: RUNS, run: () => ours('check', newFolder()) }],
  ]);
  if (sops !== undefined) {
    const run = () => loop(sealed, THEIRS, '"$SOPS" filestatus "$f" > /dev/null', { SOPS: sops });
    contestants.set('sops', { runs: RUNS, run });
    contestants.set('start', { runs: RUNS, run: () => startOf(sealed, THEIRS) });
  }
  return contest(contestants, (name, round) => showProgress(`checking ${CHECKED} files: ${name}, run ${round}`));
}

/** The command as a person runs it, over a cluster of so many secrets that `secrets init` made. */
function status(recipient) {
  showProgress(`secrets init of ${CHECKED} secrets`);
  const root = newFolder();
  const empty = newFolder();
  const init = ours('init', CHECKED, root, recipient);
  const contestants = new Map([
    ['status', { runs: RUNS, run: () => ours('status', CHECKED, root) }],
    ['start', { runs: RUNS, run: () => ours('status', 0, empty) }],
  ]);
  const results = contest(contestants, (name, round) => showProgress(`status of ${CHECKED}: ${name}, run ${round}`));
  const files = readdirSync(root, { recursive: true }).filter((path) => path.endsWith('.sops.yaml'));
  const bytes = files.reduce((sum, path) => sum + statSync(join(root, path)).size, 0);
  return { init, results, files: files.length - 1, megabytes: bytes / 1e6 };
}

function print(seal, check, { init, results, files, megabytes }) {
  const time = (result) => (result === undefined ? '-' : (result.milliseconds / 1000).toFixed(2));
  const each = (result, count, less) =>
    result === undefined ? '-' : ((result.milliseconds - (less?.milliseconds ?? 0)) / count).toFixed(3);
  const row = (text, ours, theirs) => [text, ours, theirs];
  const version =
    sops === undefined
      ? 'none'
      : execFileSync(sops, ['--version', '--disable-version-check'], { encoding: 'utf8' }).split('\n')[0];
  const rows = [
    row('', 'ours', version),
    row(`sealing ${SEALED} files, all in all (s)`, time(seal.get('ours')), time(seal.get('sops'))),
    row('  a file (ms)', each(seal.get('ours'), SEALED), each(seal.get('sops'), SEALED)),
    row(
      '  a file without starting (ms)',
      each(seal.get('ours'), SEALED, seal.get('none')),
      each(seal.get('sops'), SEALED, seal.get('start')),
    ),
    row(
      `checking ${CHECKED} files without a key (s)`,
      time(check.get('ours')),
      sops === undefined ? '-' : `${time(check.get('sops'))} for ${THEIRS}`,
    ),
    row('  a file (ms)', each(check.get('ours'), CHECKED), each(check.get('sops'), THEIRS)),
    row(
      '  a file without starting (ms)',
      each(check.get('ours'), CHECKED, check.get('none')),
      each(check.get('sops'), THEIRS, check.get('start')),
    ),
    row(`secrets init of ${files} secrets, once (s)`, time(init), '-'),
    row(`secrets status over ${files} files (s)`, time(results.get('status')), '-'),
    row('  of which start (s)', time(results.get('start')), '-'),
    row('  peak memory (MB)', results.get('status').megabytes.toFixed(0), '-'),
  ];
  showProgress('');
  process.stdout.write(`${table(rows)}\n\n`);
  process.stdout.write('ours is one process for all files; sops is one process a file, which is how it works. ');
  process.stdout.write(
    'sops filestatus asks less:\nit looks whether there is metadata; ours judges names, keys, and every value.\n',
  );
  process.stdout.write(
    `Node ${process.version}, medians of ${RUNS}, ${megabytes.toFixed(0)} MB of sealed files in ${values.folder}\n`,
  );
}

try {
  showProgress('bundling');
  await bundlePrograms(ROOT, ['test/bench/secrets-ours.ts'], BUNDLES);
  if (sops === undefined) process.stderr.write('no sops on PATH or in dist/tools/bin (npm run tools): ours alone\n');
  // The published example recipient: nobody has to open these files.
  const recipient = 'age1lm29ffdx7hhm3hu77r4f947sr7n8t095yzlr4tpt03jqlw46sqks0p8kk6';
  const seal = sealing(recipient);
  const check = checking(recipient);
  print(seal, check, status(recipient));
} finally {
  rmSync(work, { recursive: true, force: true });
}
