import { InputError } from '../model/error.js';
import { CREATION_RULES_FILE } from '../secrets/recipients/creation-rules.js';
import type { Backup } from './format.js';

/** Parts of a backup, as `--only` names them. */
export const PARTS = ['sops', 'esc', 'stack'] as const;

/**
 * The part of a backup that a user wants: `sops`, `esc`, `stack`, or the name of one thing or of a folder of them.
 * @throws InputError when a wish matches nothing: nothing would be restored without a word (trap 53).
 */
export function chooseParts(backup: Backup, only: readonly string[]): Backup {
  if (only.length === 0) return backup;
  const used = new Set<string>();
  const wanted = (part: string, name: string) => {
    const matching = only.filter(
      (wish) => wish === part || wish === name || name.startsWith(`${wish.replace(/\/$/, '')}/`),
    );
    for (const wish of matching) used.add(wish);
    return matching.length > 0;
  };
  const chosen = {
    ...backup,
    secrets: backup.secrets.filter(({ path }) => wanted('sops', path)),
    environments: backup.environments.filter(({ name }) => wanted('esc', name)),
    stacks: backup.stacks.filter(({ name }) => wanted('stack', name)),
  };
  const rules =
    backup.creationRules !== undefined && (wanted('sops', CREATION_RULES_FILE) || chosen.secrets.length > 0);
  const unused = only.find((wish) => !used.has(wish));
  if (unused !== undefined) {
    throw new InputError(
      `the backup holds nothing that "${unused}" names`,
      `say ${PARTS.join(', ')}, or a name that --dry-run shows`,
    );
  }
  if (rules) return chosen;
  const { creationRules: _, ...others } = chosen;
  return others;
}
