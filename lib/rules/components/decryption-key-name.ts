import { field } from '../../flux/kustomize/built.js';
import { keysOf } from '../../flux/presence/facts.js';
import type { TreeRule } from '../tree-rule.js';

/** Flux knows keys by the ends of their names (https://fluxcd.io/flux/components/kustomize/kustomizations/). */
const KNOWN = /\.(?:agekey|asc)$|^sops\.(?:vault-token|aws-kms|azure-kv|gcp-kms)$/;

/** Flux passes over an age key whose name does not end in .agekey, and then cannot decrypt anything (trap 33). */
export const decryptionKeyName: TreeRule = {
  name: 'decryption-key-name',
  severity: 'error',
  description:
    'The Secret that a Kustomization decrypts with has no key whose name Flux knows: it passes over the others, and nothing sealed is ever applied.',
  remediation: 'call the key age.agekey, or anything else that ends in .agekey',
  sources: ['S2-04', 'trap 33'],
  *check({ units, index, settings }) {
    for (const { kustomization, namespace } of units) {
      const name = field(kustomization.object, 'spec', 'decryption', 'secretRef', 'name');
      if (typeof name !== 'string') continue;
      const secret = index.get({ group: '', kind: 'Secret', namespace, name });
      const declared = settings.external.find(
        (one) => one.kind === 'Secret' && one.namespace === namespace && one.name === name,
      );
      const keys = secret === undefined ? declared?.keys : keysOf(secret.object);
      if (keys === undefined || keys.some((key) => KNOWN.test(key))) continue;
      const shown = keys.length === 0 ? 'no key at all' : keys.map((key) => `"${key}"`).join(', ');
      yield {
        at: kustomization,
        path: ['spec', 'decryption', 'secretRef', 'name'],
        message: `Secret "${namespace}/${name}" has ${shown}, and none that Flux decrypts with`,
      };
    }
  },
};
