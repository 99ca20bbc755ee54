import { clusters } from '../../charts/clusters.js';
import type { Finding } from '../../lib/model/finding.js';
import type { TreeRule } from '../../lib/rules/tree-rule.js';
import type { Damage, DamageClass } from './damage.js';
import { CLASSES } from './damage-classes.js';
import { DamagedCheck } from './damaged-check.js';
import { Random } from './random.js';

export interface MutationOptions {
  readonly seed: number;
  /** How many damages. */
  readonly count: number;
  /** @default all, by their weight */
  readonly classes?: readonly DamageClass[];
  /** Whether it matters which rules find a damage, and not only that one does. @default true */
  readonly everyRule?: boolean;
}

/** One damage, and what the check said of it. */
export interface Mutation {
  readonly class: string;
  readonly cluster: string;
  /** Seed of this one damage. */
  readonly seed: number;
  readonly damage: Omit<Damage, 'files'>;
  readonly findings: readonly Finding[];
}

export interface MutationResult {
  readonly seed: number;
  readonly mutations: readonly Mutation[];
  readonly missed: readonly Mutation[];
}

/** Checks over the committed trees; made once, since planning a cluster takes longer than many damages. */
export function damagedChecks(rules?: readonly TreeRule[]): DamagedCheck[] {
  return clusters.map((definition) => new DamagedCheck(definition, rules));
}

/** Damages the committed trees, one damage at a time, and tells which ones the check finds. A crash of the check is thrown. */
export async function runMutations(
  checks: readonly DamagedCheck[],
  { seed, count, classes = CLASSES, everyRule = true }: MutationOptions,
): Promise<MutationResult> {
  const random = new Random(seed);
  const mutations: Mutation[] = [];
  // Classes that find no victim in a tree are drawn again; a limit, should none find any.
  for (let draws = 0; mutations.length < count && draws < 20 * count; draws++) {
    const drawn = random.weighted(classes);
    const check = random.pick(checks);
    const own = random.below(2 ** 31);
    if (drawn === undefined || check === undefined) break;
    const result = await mutate(check, drawn, own, everyRule);
    if (result !== undefined) mutations.push(result);
  }
  return { seed, mutations, missed: mutations.filter(({ findings }) => findings.length === 0) };
}

/** One damage of a class; undefined where the tree has no victim for it. */
export async function mutate(
  check: DamagedCheck,
  damageClass: DamageClass,
  seed: number,
  everyRule = true,
): Promise<Mutation | undefined> {
  const damage = damageClass.damage(check.tree, new Random(seed));
  if (damage === undefined) return undefined;
  const { files, description, where } = damage;
  const named = { class: damageClass.name, cluster: check.definition.name, seed, damage: { description, where } };
  try {
    const findings = everyRule ? check.newFindings(files) : check.someNewFindings(files, damageClass.name);
    return { ...named, findings: await findings };
  } catch (error) {
    throw new Error(`the check crashed: ${JSON.stringify(named)}`, { cause: error });
  }
}
