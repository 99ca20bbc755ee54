import type { Construct } from 'constructs';
import { ExternalSecret } from '../../../imports/external-secrets.io.js';
import { Password } from '../../../imports/generators.external-secrets.io.js';
import type { SecretDeclaration, SecretKey } from '../../model/secret.js';
import type { DeliveredSecret, SecretBackend } from '../strategies.js';

export interface ExternalSecretsOptions {
  /** Name of the ClusterSecretStore. */
  readonly store: string;
  /** How often values are read again. Generated ones are never made anew by that (trap 63). @default '1h' */
  readonly refreshInterval?: string;
}

/**
 * Secrets from a store that External Secrets reads: every key is the property of that name of one entry,
 * `<namespace>/<name>`. Generated keys come from a Password generator instead, made once (S3-14, S3-15).
 */
export function externalSecrets({ store, refreshInterval = '1h' }: ExternalSecretsOptions): SecretBackend {
  return {
    name: 'external-secrets',
    deliver(scope: Construct, declaration: SecretDeclaration): DeliveredSecret {
      const { name, type, labels, annotations } = declaration;
      const keys = Object.entries(declaration.keys);
      const generated = keys.flatMap(([key, { source }]) => (source.from === 'generated' ? [{ key, source }] : []));
      const read = keys.filter(([, { source }]) => source.from !== 'generated');
      for (const { key, source } of generated) {
        new Password(scope, `password-${key}`, {
          metadata: { name: generatorName(name, key), namespace: declaration.namespace },
          spec: {
            length: source.length,
            symbols: 0,
            digits: Math.floor(source.length / 4),
            noUpper: false,
            allowRepeat: true,
          },
        });
      }
      new ExternalSecret(scope, 'external-secret', {
        metadata: { name, namespace: declaration.namespace },
        spec: {
          refreshInterval: generated.length > 0 ? '8760h' : refreshInterval,
          ...(read.length === 0 ? {} : { secretStoreRef: { kind: 'ClusterSecretStore', name: store } }),
          target: {
            name,
            creationPolicy: generated.length > 0 ? 'Orphan' : 'Owner',
            ...(generated.length > 0 ? { immutable: true } : {}),
            template: { type, ...templateMetadata(labels, annotations) },
          },
          ...(read.length === 0 ? {} : { data: read.map(([key, value]) => remoteKey(declaration, key, value)) }),
          ...(generated.length === 0 ? {} : { dataFrom: generated.map(({ key }) => fromGenerator(name, key)) }),
        },
      });
      return { checksum: () => undefined };
    },
  };
}

function templateMetadata(labels: Record<string, string>, annotations: Record<string, string>) {
  const given = Object.entries({ labels, annotations }).filter(([, entries]) => Object.keys(entries).length > 0);
  return given.length === 0 ? {} : { metadata: Object.fromEntries(given) };
}

function generatorName(secret: string, key: string): string {
  return `${secret}-${key.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
}

function remoteKey({ namespace, name }: SecretDeclaration, key: string, { source }: SecretKey) {
  const of = source.from === 'copied' ? source.of : { namespace, name, key };
  return { secretKey: key, remoteRef: { key: `${of.namespace}/${of.name}`, property: of.key } };
}

function fromGenerator(secret: string, key: string) {
  return {
    sourceRef: {
      generatorRef: {
        apiVersion: 'generators.external-secrets.io/v1alpha1',
        kind: 'Password' as const,
        name: generatorName(secret, key),
      },
    },
    rewrite: [{ regexp: { source: 'password', target: key } }],
  };
}
