import type { TreeFinding } from '../flux/tree/view.js';

/** Some of many that lack what the others may have. */
export interface Lack<T> {
  /** All that could have it. */
  readonly among: readonly T[];
  readonly lacking: readonly T[];
  /** How many have to lack it before that is a convention. @default 1 */
  readonly atLeast?: number;
  /** What is said of one that lacks it. */
  finding(one: T): TreeFinding;
  /** What is said once, where most lack it: subject and fact for all of them. */
  convention(lacking: number, among: number): string;
}

/** True where most lack something: then nobody forgot it, and those who have it are the exception. */
export function isConvention({ among, lacking, atLeast = 1 }: Pick<Lack<unknown>, 'among' | 'lacking' | 'atLeast'>) {
  return lacking.length >= atLeast && lacking.length * 2 > among.length;
}

/**
 * Findings about what some of a tree lack. In a tree whose people said nothing of it (`declared` is false), what most
 * lack is their convention, and one information for all of them; what few lack was forgotten there.
 */
export function* oddOnesOut<T>(declared: boolean, lack: Lack<T>): Iterable<TreeFinding> {
  const { among, lacking } = lack;
  const [first] = lacking;
  if (first === undefined) return;
  if (declared || !isConvention(lack)) {
    for (const one of lacking) yield lack.finding(one);
    return;
  }
  yield { ...lack.finding(first), message: lack.convention(lacking.length, among.length), severity: 'info' };
}
