import { join } from 'node:path';
import { applyChanges } from '../../system/apply-changes.js';
import { runProgram } from '../../system/run-program.js';
import { StagedProject } from '../../system/stage-project.js';
import type { ExitCode, Io } from '../io.js';
import type { PlannedApp } from './plan-app.js';

/** A command of the project, run in the copy. */
interface Step {
  /** What it finds out, as a person would say it. */
  readonly title: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const LIMIT_MS = 300_000;

/** What the new app has to pass, in the order in which each step needs the one before. */
function steps({ cluster, files, testFile }: PlannedApp): Step[] {
  const sources = [...files.keys()].filter((path) => path.endsWith('.ts'));
  const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '-w', '1', testFile];
  return [
    { title: 'format and lint', args: ['node_modules/@biomejs/biome/bin/biome', 'check', '--write', ...sources] },
    { title: 'types', args: ['node_modules/typescript/bin/tsc', '--noEmit'] },
    { title: 'secrets', args: ['launch.mjs', 'secrets', 'init', '--cluster', cluster] },
    { title: 'render', args: ['launch.mjs', 'synth', '--cluster', cluster] },
    { title: 'check', args: ['launch.mjs', 'check', '--cluster', cluster] },
    { title: 'golden files', args: jest, env: { UPDATE_GOLDEN: '1' } },
    { title: 'test', args: jest },
  ];
}

/** What `check` says of the app without refusing it: a line with unit, rule and severity, and the indented ones below. */
export function warnings(text: string, { cluster, unit }: Pick<PlannedApp, 'cluster' | 'unit'>): string[] {
  const findings = text.split(/\n(?! )/).filter((finding) => finding.startsWith(`${cluster}/${unit}  `));
  return findings.filter((finding) => finding.split('\n', 1)[0]?.endsWith('  warning'));
}

/**
 * Tries an app in a copy of the project, and takes over what came of it once every step has passed. A kill at any
 * moment before that leaves the project as it was.
 */
export async function tryOut(app: PlannedApp, io: Io): Promise<ExitCode> {
  const stage = new StagedProject(io.root);
  try {
    for (const [path, text] of app.files) stage.write(path, text);
    for (const { title, args, env = {} } of steps(app)) {
      io.err(`${title} …`);
      const options = { env: { ...io.env, ...env }, cwd: stage.root, timeout: LIMIT_MS };
      const { code, stdout, stderr } = await runProgram(process.execPath, args, options);
      if (code === 0) {
        for (const line of warnings(stdout, app)) io.err(line);
        continue;
      }
      io.err(`${stdout}${stderr}`.replaceAll(`${stage.root}/`, '').trimEnd());
      io.err(`error: ${app.cluster}/${app.unit} does not pass: ${title}\nhint: nothing was written`);
      return 1;
    }
    const changes = stage.changes();
    const moved = stage.changedMeanwhile(changes.map(({ path }) => path));
    if (moved.length > 0) {
      io.err(`error: changed meanwhile: ${moved.join(', ')}\nhint: nothing was written; run it again`);
      return 1;
    }
    await applyChanges(io.root, changes);
    for (const { path, isNew } of changes) io.out(`${isNew ? 'created' : 'changed'}  ${path}`);
    io.err(`hint: git add --all, read the diff of ${join('kubernetes', app.cluster)}, and commit`);
    return 0;
  } finally {
    stage.remove();
  }
}
