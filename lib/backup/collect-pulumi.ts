import { InputError } from '../model/error.js';
import type { Finding } from '../model/finding.js';
import { type BackupEnvironment, type BackupStack, environmentName } from './format.js';
import type { RunPulumi } from './pulumi/call.js';
import { importsOf, readDefinition } from './pulumi/environment.js';
import { readStack, type StackPlace } from './pulumi/stack-config.js';
import { backupFinding } from './refuse.js';

export interface CollectedPulumi {
  readonly environments: readonly BackupEnvironment[];
  readonly stacks: readonly BackupStack[];
  readonly findings: readonly Finding[];
}

/** Reads environments and stack configuration through their CLI; what cannot be read is a finding, and the rest goes on. */
export async function collectPulumi(
  run: RunPulumi,
  names: readonly string[],
  places: readonly StackPlace[],
  step: (name: string) => void,
): Promise<CollectedPulumi> {
  const environments: BackupEnvironment[] = [];
  const stacks: BackupStack[] = [];
  const findings: Finding[] = [];
  const collect = async (name: string, read: () => Promise<void>) => {
    step(name);
    try {
      await read();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      findings.push(backupFinding('BACKUP_MISSING', name, error.message, error.hint));
    }
  };
  for (const name of names) {
    await collect(name, async () => {
      if (!environmentName.safeParse(name).success) throw new InputError('is not organization/project/environment');
      const definition = await readDefinition(run, name);
      if (definition.trim() === '') throw new InputError('is empty: there is nothing to back up');
      environments.push({ name, definition });
      findings.push(...missingImports(name, definition, names));
    });
  }
  for (const place of places) {
    await collect(`stack ${place.name}`, async () => {
      stacks.push(await readStack(run, place));
    });
  }
  return { environments, stacks, findings };
}

/** Values that another environment brings are not in this one's definition. */
function missingImports(name: string, definition: string, names: readonly string[]): Finding[] {
  return importsOf(definition, name)
    .filter((imported) => !names.includes(imported))
    .map((imported) => ({
      ...backupFinding(
        'BACKUP_MISSING',
        name,
        `imports ${imported}, which is not in this backup`,
        `add --esc ${imported}`,
      ),
      severity: 'warning',
    }));
}
