import { isMap, isScalar, type YAMLMap } from 'yaml';
import type { FluxUnit, IntactTree, TreeObject, Victim } from './intact-tree.js';
import type { Random } from './random.js';
import { typo } from './typo.js';

/** A tree after one accident. */
export interface Damage {
  readonly files: ReadonlyMap<string, string>;
  /** What happened, for people. */
  readonly description: string;
  /** File, object and field. */
  readonly where: string;
}

/** A kind of accident. Fixed before the rules were tuned; a class that harms nothing is mended with the reason beside it. */
export interface DamageClass {
  /** In kebab case. */
  readonly name: string;
  /** How often people do it, against the others: 1 seldom, 5 every week. */
  readonly weight: number;
  /** What the cluster, or a person, suffers of it. */
  readonly harm: string;
  /** The damage; undefined where the tree has nothing of the kind. Pure: the same source gives the same damage. */
  damage(tree: IntactTree, random: Random): Damage | undefined;
}

/** A value put into a field of an object; a map or list as plain data. */
export function setField(tree: IntactTree, victim: Victim, value: unknown, description?: string): Damage {
  const { object, steps } = victim;
  const text = tree.editedText(object.file, object.index, (document) => document.setIn(steps, value));
  const change = `${short(victim.value)} became ${short(value)}`;
  return damaged(tree, { [object.file]: text }, description ?? change, placeOf(victim));
}

/** A text of one of some fields, misspelt. */
export function misspell(tree: IntactTree, random: Random, victims: readonly Victim[]): Damage | undefined {
  const victim = random.pick(victims);
  return victim && setField(tree, victim, typo(String(victim.value), random));
}

/** One of some fields, removed. */
export function removeField(tree: IntactTree, random: Random, victims: readonly Victim[]): Damage | undefined {
  const victim = random.pick(victims);
  if (victim === undefined) return undefined;
  const { object, steps } = victim;
  const text = tree.editedText(object.file, object.index, (document) => {
    document.deleteIn(steps);
  });
  return damaged(tree, { [object.file]: text }, 'was removed', placeOf(victim));
}

/** A key of a map, by another name; its value and its place stay. */
export function renameKey(tree: IntactTree, victim: Victim, name: string): Damage {
  const { object, steps } = victim;
  const key = String(steps.at(-1));
  const text = tree.editedText(object.file, object.index, (document) => {
    const map = document.getIn(steps.slice(0, -1)) as YAMLMap;
    if (!isMap(map)) throw new Error(`${placeOf(victim)} is in no map`);
    for (const { key: node } of map.items) if (isScalar(node) && node.value === key) node.value = name;
  });
  return damaged(tree, { [object.file]: text }, `key "${key}" became "${name}"`, placeOf(victim));
}

/** An object changed as its plain data; keys that are new come last. */
export function setIn(
  tree: IntactTree,
  object: TreeObject,
  steps: readonly (string | number)[],
  value: unknown,
  description: string,
): Damage {
  const text = tree.editedText(object.file, object.index, (document) => document.setIn(steps, value));
  return damaged(tree, { [object.file]: text }, description, placeOf({ object, steps }));
}

/** The first of some accidents, in any order, that finds a victim. */
export function oneOf(random: Random, ...accidents: readonly (() => Damage | undefined)[]): Damage | undefined {
  for (const accident of random.shuffled(accidents)) {
    const result = accident();
    if (result !== undefined) return result;
  }
  return undefined;
}

export function damaged(
  tree: IntactTree,
  changes: Readonly<Record<string, string | undefined>>,
  description: string,
  where: string,
): Damage {
  return { files: tree.with(changes), description, where };
}

/** The field of a unit's Kustomization. */
export function ofUnit({ object }: FluxUnit, ...steps: readonly (string | number)[]): Victim {
  const value = steps.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], object.object);
  return { object, steps, pattern: steps.join('.'), value };
}

export function placeOf({ object, steps }: Pick<Victim, 'object' | 'steps'>): string {
  const field = steps.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return `${object.file}: ${object.kind}/${object.name} ${field.replace(/^\./, '')}`;
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
