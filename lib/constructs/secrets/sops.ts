import type { Construct } from 'constructs';
import type { SecretDeclaration } from '../../model/secret.js';
import { digest } from '../app/checksum.js';
import type { DeliveredSecret, SecretBackend } from '../strategies.js';
import { type Unit, unitOf } from '../unit.js';
import { fillKeys } from './fill-keys.js';

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
