import { Command } from 'commander';
import { applyChanges } from '../system/apply-changes.js';
import { importedKinds } from './described-kinds.js';
import { planConstructs } from './import/plan-kinds.js';
import type { Done, ExitCode, Io } from './io.js';

export interface ImportsOptions {
  /** Folder of the project's package.json. */
  readonly root: string;
  /** Compare only; nothing is written. */
  readonly check: boolean;
  readonly print: (line: string) => void;
}

const DONE = { missing: 'wrote', outdated: 'wrote', superfluous: 'removed' } as const;

/**
 * Brings `imports/` to what the installed model packages and lib/schemas say, and the model to the scopes of the kinds
 * that lib/schemas describes (DC-15).
 *
 * @returns the exit code: 1 when `check` found a stale file.
 */
export async function runImports({ root, check, print }: ImportsOptions): Promise<ExitCode> {
  const { files, changes } = await planConstructs(root, await importedKinds(root));
  if (check) {
    for (const { path, state } of changes) print(`${path}  ${state}`);
    if (changes.length > 0) print('hint: npm run imports');
    return changes.length > 0 ? 1 : 0;
  }
  await applyChanges(root, changes);
  for (const { path, state } of changes) print(`${path}  ${DONE[state]}`);
  print(`${files} files, ${changes.length} changed`);
  return 0;
}

/** `imports`: typed constructs of custom kinds, generated from the installed model packages and lib/schemas. */
export function importsCommand(io: Io, done: Done): Command {
  return new Command('imports')
    .description('generate imports/ from the installed model packages and lib/schemas')
    .option('--check', 'write nothing; exit 1 when a file is stale', false)
    .action(async ({ check }: { check: boolean }) => {
      done(await runImports({ root: io.root, check, print: io.out }));
    });
}
