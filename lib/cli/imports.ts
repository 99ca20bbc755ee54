import { Command } from 'commander';
import { compareImports, type StaleImport } from '../schemas/compare-imports.js';
import { generateImports } from '../schemas/generate-imports.js';
import { readImports, removeImport, writeImport } from '../system/imports-folder.js';
import { describedKinds } from './described-kinds.js';
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
 * Brings `imports/` to what the installed model packages and lib/schemas say (DC-15).
 *
 * @returns the exit code: 1 when `check` found a stale file.
 */
export async function runImports({ root, check, print }: ImportsOptions): Promise<ExitCode> {
  const generated = generateImports(await describedKinds(root));
  const stale: readonly StaleImport[] = compareImports(generated, await readImports(root));
  if (check) {
    for (const { path, state } of stale) print(`imports/${path}  ${state}`);
    if (stale.length > 0) print('hint: npm run imports');
    return stale.length > 0 ? 1 : 0;
  }
  const contents = new Map(generated.map(({ path, content }) => [path, content]));
  for (const { path, state } of stale) {
    const content = contents.get(path);
    await (content === undefined ? removeImport(root, path) : writeImport(root, path, content));
    print(`imports/${path}  ${DONE[state]}`);
  }
  print(`${generated.length} files, ${stale.length} changed`);
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
