import type { Construct } from 'constructs';
import { DeclaredSecret } from '../declared-secret.js';
import { PerCluster } from '../per-cluster.js';
import type { SecretTemplate } from '../secrets/secret-template.js';
import type { Registry } from '../strategies.js';
import { type Unit, unitOf } from '../unit.js';

export interface RegistryOptions {
  readonly name: string;
  /** Start of the images that it serves, such as `ghcr.io/mrsimpson/`. */
  readonly prefix: string;
  /** Name of the pull secret in every namespace. */
  readonly secretName: string;
  /** What every namespace gets, from `dockerConfig()`. */
  readonly credentials: SecretTemplate<'.dockerconfigjson'>;
}

/** A registry that wants a pull secret: declared in each namespace by the first unit that needs it (X-12, trap 52). */
export function pullSecretRegistry(options: RegistryOptions): Registry {
  const { name, prefix, secretName, credentials } = options;
  const owners = new PerCluster(() => new Map<string, Unit>());
  return {
    name,
    serves: (image) => image.startsWith(prefix),
    pullSecret(scope: Construct): string {
      const unit: Unit = unitOf(scope);
      const ofCluster = owners.of(unit.cluster);
      const owner = ofCluster.get(unit.namespace);
      if (owner === undefined) {
        ofCluster.set(unit.namespace, unit);
        new DeclaredSecret(unit, secretName, credentials);
      }
      unit.needs(owner);
      return secretName;
    },
  };
}
