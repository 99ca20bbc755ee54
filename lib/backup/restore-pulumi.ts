import type { Finding } from '../model/finding.js';
import type { Backup, BackupEnvironment, BackupStack } from './format.js';
import type { RunPulumi } from './pulumi/call.js';
import { environmentExists, readDefinition, sameDefinition, writeDefinition } from './pulumi/environment.js';
import { isSettable, readStack, type StackPlace, sameConfig, writeConfig } from './pulumi/stack-config.js';
import { backupFinding } from './refuse.js';
import type { RestoreChange } from './restore-files.js';

/** One thing outside of the tree, what happens to it, and the deed. */
export interface RestoreStep {
  /** `organization/project/environment`, or `stack <name> <key>`. */
  readonly name: string;
  readonly change: RestoreChange;
  /** @default nothing is to be done */
  readonly run?: () => Promise<void>;
}

export interface RestorePulumiPlan {
  readonly steps: readonly RestoreStep[];
  /** Nothing may be changed while there is one. */
  readonly findings: readonly Finding[];
}

/** What brings environments and stack configuration back. Reads what is there, and changes nothing yet. */
export async function planRestorePulumi(
  { environments, stacks }: Pick<Backup, 'environments' | 'stacks'>,
  run: RunPulumi,
  places: readonly StackPlace[],
  replace: boolean,
): Promise<RestorePulumiPlan> {
  const planned: (RestoreStep | Finding)[] = [];
  for (const environment of environments) planned.push(await planEnvironment(environment, run, replace));
  for (const stack of stacks) planned.push(...(await planStack(stack, run, places, replace)));
  return {
    steps: planned.filter((entry): entry is RestoreStep => !('code' in entry)),
    findings: planned.filter((entry): entry is Finding => 'code' in entry),
  };
}

async function planEnvironment(
  { name, definition }: BackupEnvironment,
  run: RunPulumi,
  replace: boolean,
): Promise<RestoreStep | Finding> {
  const exists = await environmentExists(run, name);
  const write = () => writeDefinition(run, name, definition, exists);
  if (!exists) return { name, change: 'created', run: write };
  const present = await readDefinition(run, name);
  if (sameDefinition(definition, present, name)) return { name, change: 'kept' };
  // What was just created by hand has nothing to lose.
  if (present.trim() === '' || replace) return { name, change: 'replaced', run: write };
  return differs(name, 'exists and its definition is another one');
}

async function planStack(
  stack: BackupStack,
  run: RunPulumi,
  places: readonly StackPlace[],
  replace: boolean,
): Promise<(RestoreStep | Finding)[]> {
  const place = places.find(({ project, name }) => project === stack.project && name === stack.name);
  const title = `stack ${stack.name}`;
  if (place === undefined) {
    const fact = `no folder of project "${stack.project}" is at hand`;
    return [backupFinding('BACKUP_INCOMPLETE', title, fact, 'name it with --stack-dir, or leave it out with --only')];
  }
  const present = await readStack(run, place);
  return Object.entries(stack.values).map(([key, value]) => {
    const name = `${title} ${key}`;
    const before = Object.hasOwn(present.values, key) ? present.values[key] : undefined;
    if (sameConfig(value, before)) return { name, change: 'kept' };
    if (before !== undefined && !replace) return differs(name, 'is set to another value');
    if (!isSettable(value, key)) {
      const hint = 'set it by hand, then run this again';
      return backupFinding(
        'BACKUP_INCOMPLETE',
        name,
        'holds an empty list or map, or null, which the CLI cannot set',
        hint,
      );
    }
    const exists = before !== undefined;
    return { name, change: exists ? 'replaced' : 'created', run: () => writeConfig(run, place, key, value, exists) };
  });
}

function differs(name: string, fact: string): Finding {
  return backupFinding('BACKUP_INCOMPLETE', name, fact, 'keep it with --only, or replace it with --replace');
}
