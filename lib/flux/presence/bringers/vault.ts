import { field, mapsOf, textsOf } from '../../kustomize/built.js';
import type { Bringer } from '../brought.js';
import { textAt } from '../facts.js';

/** Services, Secrets and volumes of Bank-Vaults (VERIFIED: Vault); one Service for all pods, one for each. */
export const VAULT: readonly Bringer[] = [
  {
    group: 'vault.banzaicloud.com',
    kind: 'Vault',
    *brings({ id, object: { spec } }) {
      const size = field(spec, 'size');
      const count = typeof size === 'number' ? Math.min(size, 100) : 1;
      const pods = Array.from({ length: count }, (_, n) => `${id.name}-${n}`);
      for (const name of [id.name, ...pods, `${id.name}-configurer`]) yield { kind: 'Service', name };
      if (textAt(spec, 'existingTlsSecretName') === undefined) {
        yield { kind: 'Secret', name: `${id.name}-tls`, keys: ['ca.crt', 'ca.key', 'server.crt', 'server.key'] };
      }
      // The certificate authority alone, without its key.
      const tls = textAt(spec, 'existingTlsSecretName') ?? `${id.name}-tls`;
      for (const namespace of textsOf(field(spec, 'caNamespaces'))) {
        if (namespace !== '*' && namespace !== id.namespace) {
          yield { kind: 'Secret', namespace, name: tls, keys: ['ca.crt'] };
        }
      }
      const store = field(spec, 'unsealConfig', 'kubernetes');
      const namespace = textAt(store, 'secretNamespace') ?? id.namespace ?? '';
      yield { kind: 'Secret', namespace, name: textAt(store, 'secretName') ?? `${id.name}-unseal-keys` };
      for (const template of mapsOf(field(spec, 'volumeClaimTemplates'))) {
        const volume = textAt(template, 'metadata', 'name');
        for (const pod of pods) yield { kind: 'PersistentVolumeClaim', name: `${volume}-${pod}` };
      }
    },
  },
];
