import { Argument, Command } from 'commander';
import { InputError } from '../model/error.js';
import { hintForUnknown } from '../model/names.js';
import { importedFileName } from '../schemas/import/imported-kind.js';
import type { KindSchema } from '../schemas/kind-schema.js';
import { applyChanges } from '../system/apply-changes.js';
import { importedKinds, ownKinds } from './described-kinds.js';
import { chooseKinds, nameOf } from './import/choose-kinds.js';
import { definedKinds } from './import/definition-source.js';
import { planKinds } from './import/plan-kinds.js';
import type { Done, Io } from './io.js';

/** What a run did; `--json` prints it. */
interface Result {
  readonly imported: readonly { readonly name: string; readonly version: string; readonly scope: string }[];
  readonly removed: readonly string[];
  /** Kinds of the source that were left alone, and why. */
  readonly left: readonly { readonly name: string; readonly why: string }[];
  readonly files: readonly { readonly path: string; readonly state: 'written' | 'removed' }[];
}

const HELP = `
Source: a file of custom resource definitions (YAML of several documents, a List, JSON), an https address of one,
or a live cluster: cluster, or cluster:<context>.
Names: Thing, Thing.example.org or things.example.org; without any, every kind that nobody describes yet.

  npm run import -- crds.yaml
  npm run import -- https://example.org/releases/v1.2.3/crds.yaml Thing
  npm run import -- cluster:home things.example.org
  npm run import -- --remove Thing.example.org

Writes lib/schemas/imported/ (what the kind may hold), lib/schemas/compiled/ (what check uses) and imports/ (the
construct that charts use). Commit all three.`;

/** `import`: a kind that nobody describes yet, typed and checked (DC-15). */
export function importKindCommand(io: Io, done: Done): Command {
  return new Command('import')
    .description('add a kind, typed and checked, from its custom resource definition')
    .addArgument(new Argument('[source]', 'file, https address, cluster or cluster:<context>'))
    .addArgument(new Argument('[names...]', 'only these kinds'))
    .option('--remove <name...>', 'take away kinds that were imported, as Thing.example.org')
    .option('--json', 'print the result as JSON', false)
    .addHelpText('after', HELP)
    .action(async (source: string | undefined, names: string[], options: { remove?: string[]; json: boolean }) => {
      const result = await runImport(io, source, names, options.remove ?? []);
      if (options.json) io.out(JSON.stringify(result, null, 2));
      else print(io, result);
      done(0);
    });
}

async function runImport(
  io: Io,
  source: string | undefined,
  names: readonly string[],
  removed: readonly string[],
): Promise<Result> {
  const { root } = io;
  if ((source === undefined) === (removed.length === 0)) {
    throw new InputError(
      'there is nothing to import',
      'give a source, or --remove and a name: npm run import -- --help',
    );
  }
  const present = await importedKinds(root);
  const gone = new Set(removed.map((name) => importedOf(present, name)));
  const kept = present.filter((kind) => !gone.has(kind));
  const { taken, left } =
    source === undefined
      ? { taken: [], left: [] }
      : chooseKinds(source, await definedKinds(io, source), names, await ownKinds(root));
  const wanted = new Map([...kept, ...taken].map((kind) => [importedFileName(kind), kind]));
  const changes = await planKinds(root, [...wanted.values()]);
  await applyChanges(root, changes);
  return {
    imported: taken.map((kind) => ({ name: nameOf(kind), version: kind.version, scope: kind.scope })),
    removed: [...gone].map(nameOf),
    left,
    files: changes.map(({ path, content }) => ({ path, state: content === undefined ? 'removed' : 'written' })),
  };
}

function importedOf(present: readonly KindSchema[], name: string): KindSchema {
  const found = present.find((kind) => nameOf(kind) === name);
  if (found !== undefined) return found;
  throw new InputError(`no imported kind is named ${name}`, hintForUnknown(name, present.map(nameOf)));
}

function print({ out, err }: Io, { imported, removed, left, files }: Result): void {
  for (const { name, version, scope } of imported) out(`${name}  ${version}  ${scope.toLowerCase()}`);
  for (const name of removed) out(`${name}  removed`);
  for (const { name, why } of left) err(`${name}: left alone, ${why}`);
  for (const { path, state } of files) out(`  ${path}  ${state === 'written' ? 'wrote' : 'removed'}`);
  if (files.length === 0) out('  nothing changed');
}
