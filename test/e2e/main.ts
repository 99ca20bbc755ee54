import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { clusters } from '../../charts/clusters.js';
import { InputError } from '../../lib/model/error.js';
import { hintForUnknown } from '../../lib/model/names.js';
import { buildEngines, enginesAreBuilt, programsOf } from './build-engines.js';
import { cacheFolder } from './cache.js';
import { definitionsAreThere, publishedDefinitions } from './definitions.js';
import { counts, verdict, writtenPage } from './report.js';
import { type RunResult, runCluster } from './run-cluster.js';
import { runView } from './show.js';
import { askedToEnd, endWithThisProgram, onProcesses } from './system/end-with-this-program.js';

const USAGE = `npm run e2e: every cluster's tree, reconciled by the real Flux against a real Kubernetes API on this machine

  --cluster NAME   only this one (repeatable)
  --keep           leave the API up after the run of one cluster and print its kubeconfig; Ctrl-C ends it
  --build          only build what is missing
  --built          exit 0 if nothing has to be built, 1 otherwise
  --results FILE   write how many checks held and how many did not, as jest does
  --no-report      do not write docs/e2e.md`;

/** @returns the exit code: 0 all holds, 1 findings, 2 it could not be run. */
export async function main(argv: readonly string[], repository: string): Promise<number> {
  const values = readOptions(argv);
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const names = clusters.map(({ name }) => name);
  for (const name of values.cluster ?? []) {
    if (!names.includes(name)) throw new InputError(`no cluster "${name}"`, hintForUnknown(name, names));
  }
  const chosen = values.cluster ?? names;
  if (values.keep && chosen.length !== 1) throw new InputError('--keep is for one cluster', 'choose it with --cluster');
  const say = (text: string) => process.stderr.write(`${text}\n`);
  const build = { folder: join(repository, 'test', 'e2e'), cache: cacheFolder(process.env), env: process.env, say };
  if (values.built) return enginesAreBuilt(build) && definitionsAreThere(build) ? 0 : 1;
  endWithThisProgram();
  await buildEngines(build, onProcesses);
  const published = await publishedDefinitions(build);
  if (values.build) return 0;
  const programs = programsOf(build);

  const show = runView(process.stderr);
  const results: RunResult[] = [];
  for (const cluster of chosen) {
    const tell = (result: RunResult) => {
      show.done();
      results.push(result);
      // Standard output of a run that is kept up is for a shell: eval "$(…)" is where kubectl looks then.
      (values.keep ? process.stderr : process.stdout).write(`${verdict(result)}\n`);
    };
    const keep = values.keep ? { keep: keepUp } : {};
    await runCluster({ repository, cluster, programs, published, show, onProcesses, tell, ...keep });
  }
  if (!values['no-report']) report(repository, results);
  if (values.results !== undefined) writeFileSync(values.results, JSON.stringify(counts(results)));
  return results.every(({ findings }) => findings.length === 0) ? 0 : 1;
}

function readOptions(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        cluster: { type: 'string', multiple: true },
        keep: { type: 'boolean', default: false },
        build: { type: 'boolean', default: false },
        built: { type: 'boolean', default: false },
        results: { type: 'string' },
        'no-report': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new InputError((error as Error).message, 'npm run e2e -- --help');
  }
}

function report(repository: string, results: readonly RunResult[]): void {
  const page = join(repository, 'docs', 'e2e.md');
  const machine = `Measured on ${cpus().length} processors with Node ${process.versions.node.split('.')[0]}.`;
  writeFileSync(page, writtenPage(readFileSync(page, 'utf8'), results, machine));
}

async function keepUp(kubeconfig: string): Promise<void> {
  process.stdout.write(`export KUBECONFIG=${kubeconfig}\n`);
  process.stderr.write('the API is up until Ctrl-C\n');
  await askedToEnd();
}
