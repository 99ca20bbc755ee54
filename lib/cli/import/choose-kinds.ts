import { InputError } from '../../model/error.js';
import { didYouMean, hintForUnknown } from '../../model/names.js';
import type { DefinedKind, Definitions } from '../../schemas/import/read-definitions.js';
import type { ImportableKind } from '../../schemas/importable-kind.js';
import { isCluster } from './definition-source.js';

/** What becomes of the kinds that a source defines. */
export interface Choice {
  readonly taken: readonly DefinedKind[];
  /** Kinds that are left alone, and why. */
  readonly left: readonly { readonly name: string; readonly why: string }[];
}

/**
 * The kinds to import: those that are named, or those that nobody describes yet.
 *
 * @param names as `Thing`, `Thing.example.org` or `things.example.org`; none for all.
 * @param own kinds that the installed packages and lib/schemas/kinds describe.
 * @throws InputError when a name is not there, what is asked for cannot be used, or nothing is left to import.
 */
export function chooseKinds(
  source: string,
  { kinds, unusable }: Definitions,
  names: readonly string[],
  own: readonly Pick<ImportableKind, 'group' | 'kind' | 'from'>[],
): Choice {
  if (names.length > 0) {
    return { taken: [...new Set(names.flatMap((name) => named(source, { kinds, unusable }, name)))], left: [] };
  }
  const [bad] = unusable;
  if (bad !== undefined && !isCluster(source)) throw bad.problem;
  const describedBy = new Map(own.map(({ group, kind, from }) => [`${kind}.${group}`, from]));
  const taken = kinds.filter((kind) => !describedBy.has(nameOf(kind)));
  const described = kinds.filter((kind) => describedBy.has(nameOf(kind))).map(nameOf);
  const [first] = described;
  if (taken.length === 0 && first !== undefined) {
    const all = described.length === 1 ? first : `each of its ${described.length} kinds`;
    throw new InputError(
      `${source}: ${all} is described by ${describedBy.get(first)}${described.length === 1 ? '' : ' or another source'}`,
      `to have this definition instead, name it: npm run import -- ${source} ${first}`,
    );
  }
  return {
    taken,
    left: [
      ...described.map((name) => ({ name, why: `described by ${describedBy.get(name)}` })),
      ...unusable.map(({ definition, problem }) => ({ name: definition, why: problem.message })),
    ],
  };
}

/** `Thing.example.org`. */
export function nameOf({ group, kind }: { readonly group: string; readonly kind: string }): string {
  return `${kind}.${group}`;
}

function named(source: string, { kinds, unusable }: Definitions, name: string): DefinedKind {
  const found = kinds.filter((kind) => [kind.kind, nameOf(kind), kind.definition].includes(name));
  const [only, other] = found;
  if (other !== undefined) {
    throw new InputError(`${source} defines several ${name}`, `name one of ${found.map(nameOf).join(', ')}`);
  }
  if (only !== undefined) return only;
  const bad = unusable.find(({ definition }) => definition === name);
  if (bad !== undefined) throw bad.problem;
  const names = [...kinds.map(nameOf), ...unusable.map(({ definition }) => definition)];
  const close = didYouMean(
    name,
    kinds.flatMap((kind) => [kind.kind, kind.definition, nameOf(kind)]),
  );
  const hint = close === undefined ? hintForUnknown(name, names) : `did you mean "${close}"?`;
  throw new InputError(`${source} defines no ${name}`, hint);
}
