import { variablesIn } from '../../flux/substitution.js';
import type { SecretDeclaration, SecretSource } from '../../model/secret.js';
import type { Unit } from '../unit.js';

/**
 * Keys with the cluster's variables filled in: Flux substitutes nothing in a sealed value, so it has to be done before
 * sealing. A variable whose value the charts do not know is a finding.
 */
export function fillKeys(unit: Unit, declared: SecretDeclaration): SecretDeclaration['keys'] {
  const known = unit.cluster.knownVariables;
  const fill = <T>(value: T): T => {
    if (typeof value === 'string') {
      for (const name of variablesIn(value).filter((name) => known.get(name) === undefined)) {
        unit.report({
          code: 'VARIABLE_UNKNOWN_VALUE',
          field: `DeclaredSecret ${declared.name}`,
          message: `uses variable ${name}, whose value the charts do not know`,
          hint: 'ask for the value in this secret too, or give the variable a value in the cluster’s settings',
        });
      }
      return unit.cluster.fill(value) as T;
    }
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fill(member)])) as T;
  };
  return Object.fromEntries(
    Object.entries(declared.keys).map(([name, key]) => [name, { ...key, source: fill<SecretSource>(key.source) }]),
  );
}
