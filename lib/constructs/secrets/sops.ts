import type { Construct } from 'constructs';
import { variablesIn } from '../../flux/substitution.js';
import type { SecretDeclaration, SecretSource } from '../../model/secret.js';
import { digest } from '../app/checksum.js';
import type { DeliveredSecret, SecretBackend } from '../strategies.js';
import { type Unit, unitOf } from '../unit.js';

/**
 * Secrets as SOPS files beside the manifests, decrypted by Flux. Synth reads their ciphertext only; `npm run secrets`
 * makes them.
 */
export function sops(): SecretBackend {
  return {
    name: 'sops',
    deliver(scope: Construct, declaration: SecretDeclaration, options): DeliveredSecret {
      const unit: Unit = unitOf(scope);
      const file =
        options.file ?? (declaration.name === unit.name ? 'secret.sops.yaml' : `${declaration.name}.sops.yaml`);
      const filled = { ...declaration, keys: fillKeys(unit, declaration) };
      unit.secretFiles.push({ declaration: filled, file });
      const path = `kubernetes/${unit.cluster.name}/${unit.path}/${file}`;
      return { checksum: () => ciphertextDigest(unit.cluster.inputs.committed.read(path)) };
    },
  };
}

/** Only what the file says of the values: other recipients or a new data key do not restart pods by themselves. */
function ciphertextDigest(text: string | undefined): string | undefined {
  return text === undefined ? undefined : digest(text.split(/^sops:/m)[0] as string);
}

/** Flux substitutes nothing in a decrypted Secret of ours, so variables are filled in before sealing. */
function fillKeys(unit: Unit, declared: SecretDeclaration): SecretDeclaration['keys'] {
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
