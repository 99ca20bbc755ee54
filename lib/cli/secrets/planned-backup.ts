import { join } from 'node:path';
import { collectPulumi } from '../../backup/collect-pulumi.js';
import { stackName } from '../../backup/format.js';
import { openTree } from '../../backup/open-tree.js';
import { type BackupPlan, planBackup } from '../../backup/plan.js';
import { pulumiEnvironments } from '../../backup/pulumi-stores.js';
import { InputError } from '../../model/error.js';
import { CREATION_RULES_FILE } from '../../secrets/recipients/creation-rules.js';
import { readFileIfPresent } from '../../system/read-file.js';
import { listFiles } from '../../system/read-tree.js';
import type { SecretsHost } from './host.js';
import { identitiesAtHand } from './identities.js';
import { pulumiOf } from './pulumi.js';
import { namedStacks } from './stack-places.js';

/** What goes into a backup, by the options of its command. */
export interface BackupContents {
  /** @default every cluster */
  readonly cluster?: string;
  /** @default the environment's identities open the tree */
  readonly ageKey?: string;
  /** @default those that the clusters' stores name */
  readonly esc?: readonly string[];
  /** @default none */
  readonly stack?: readonly string[];
  /** @default this folder */
  readonly stackDir?: readonly string[];
  readonly partial: boolean;
  readonly placeholders: boolean;
}

/** Opens and collects everything; writes nothing. */
export async function plannedBackup(host: SecretsHost, options: BackupContents): Promise<BackupPlan> {
  const { cluster, partial, placeholders, esc = [], stack = [], stackDir = [] } = options;
  const wrong = stack.find((name) => !stackName.safeParse(name).success);
  if (wrong !== undefined) throw new InputError(`"${wrong}" is no name of a stack`);
  const places = namedStacks(stack, stackDir);
  const identities = await identitiesAtHand(host.env, options.ageKey);
  const declared = await host.sealedFiles(cluster);
  const names = [...new Set([...pulumiEnvironments(await host.clusters(cluster)), ...esc])].sort();
  const texts = sealedTexts(host.root, cluster);
  const progress = host.progress('backing up', texts.size + names.length + places.length);
  try {
    const tree = await openTree({ texts, declared, identities, step: progress.step });
    const pulumi = await collectPulumi(pulumiOf(host), names, places, progress.step);
    const creationRules = readFileIfPresent(join(host.root, CREATION_RULES_FILE));
    const rules = creationRules === undefined ? {} : { creationRules };
    return planBackup({ tree, pulumi, ...rules, created: host.now(), placeholders, partial });
  } finally {
    progress.end();
  }
}

/** Every sealed file on disk: a backup does not depend on what the charts know of. */
function sealedTexts(root: string, cluster: string | undefined): Map<string, string> {
  const folder = cluster === undefined ? 'kubernetes' : `kubernetes/${cluster}`;
  const paths = listFiles(root, folder).filter((path) => path.endsWith('.sops.yaml'));
  return new Map(paths.map((path) => [path, readFileIfPresent(join(root, path)) ?? '']));
}
