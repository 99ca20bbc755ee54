import { InvalidArgumentError } from 'commander';
import type { ResolvedCluster } from '../model/cluster.js';
import { InputError } from '../model/error.js';
import { hintForUnknown } from '../model/names.js';

/** Values of variables, by name; undefined where the charts do not know it. */
export type VariableValues = ReadonlyMap<string, string | undefined>;

/** Reads `--set NAME=value`, any number of times. */
export function addVariable(text: string, given: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError(`"${text}" is not NAME=value.`);
  return new Map([...given, [name, value]]);
}

/** The values that a cluster's charts know, and those that were given. @throws InputError for a name that it has not. */
export function withGiven(
  { name: cluster, variables }: Pick<ResolvedCluster, 'name' | 'variables'>,
  given: ReadonlyMap<string, string>,
): VariableValues {
  const known: VariableValues = variables?.known ?? new Map();
  for (const name of given.keys()) {
    if (known.has(name)) continue;
    throw new InputError(`${cluster} has no variable "${name}"`, hintForUnknown(name, known.keys()));
  }
  return new Map([...known, ...given]);
}
