import type { Construct } from 'constructs';
import type { SecretDeclaration } from '../../model/secret.js';
import { digest } from '../app/checksum.js';
import type { DeliveredSecret, SecretBackend } from '../strategies.js';
import { type Unit, unitOf } from '../unit.js';
import { fillKeys } from './fill-keys.js';

export interface SealedSecretsOptions {
  /**
   * PEM certificate of the controller's key pair, relative to the repository. Public and committed; the secrets
   * command makes and owns it. @default `kubernetes/<cluster>/sealed-secrets.crt`
   */
  readonly certificate?: string;
}

/**
 * Secrets as SealedSecrets beside the manifests, which the controller opens in the cluster: for what has to be there
 * before a store is (S3-08). `npm run secrets` seals them offline, in strict scope; synth reads their ciphertext only.
 */
export function sealedSecrets(options: SealedSecretsOptions = {}): SecretBackend {
  return {
    name: 'sealed-secrets',
    deliver(scope: Construct, declaration: SecretDeclaration, { file: wanted }): DeliveredSecret {
      const unit: Unit = unitOf(scope);
      const { cluster } = unit;
      const file = fileName(wanted ?? (declaration.name === unit.name ? 'secret' : declaration.name));
      const certificate = options.certificate ?? `kubernetes/${cluster.name}/sealed-secrets.crt`;
      if (!certificate.startsWith(`kubernetes/${cluster.name}/`)) {
        unit.report({
          code: 'CERTIFICATE_OUTSIDE',
          field: `DeclaredSecret ${declaration.name}`,
          message: `its certificate ${certificate} is not in the cluster's tree, so nobody would look after it`,
          hint: `put it below kubernetes/${cluster.name}/`,
        });
      }
      unit.secretFiles.push({ declaration: { ...declaration, keys: fillKeys(unit, declaration) }, file, certificate });
      const path = `kubernetes/${cluster.name}/${unit.path}/${file}`;
      return {
        checksum: () => {
          const text = cluster.inputs.committed.read(path);
          return text === undefined ? undefined : digest(text);
        },
      };
    },
  };
}

/** A file that a backend for SOPS would name by its own ending gets ours, so that no creation rule takes it for one. */
function fileName(wanted: string): string {
  return `${wanted.replace(/(?:\.sops|\.sealed)?\.yaml$/, '')}.sealed.yaml`;
}
