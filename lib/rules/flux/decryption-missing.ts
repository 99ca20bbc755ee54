import { field } from '../../flux/kustomize/built.js';
import { sealedHoldings } from '../../flux/tree/sealed-holdings.js';
import type { TreeRule } from '../tree-rule.js';

/** Without decryption Flux applies ciphertext as values (traps 36, 37). */
export const decryptionMissing: TreeRule = {
  name: 'decryption-missing',
  severity: 'error',
  description:
    'A Kustomization applies files that SOPS sealed, and does not decrypt: the ciphertext itself becomes the value of the Secret.',
  remediation: 'add decryption with provider sops and the Secret that holds the key',
  sources: ['S2-05', 'S2-49', 'DC-08', 'trap 36', 'trap 37'],
  *check({ units, sources }) {
    for (const unit of units) {
      const at = unit.kustomization;
      const [sealed] = sealedHoldings(unit, sources);
      if (sealed === undefined) continue;
      const decryption = field(at.object, 'spec', 'decryption');
      if (decryption === undefined) {
        yield { at, path: ['spec', 'decryption'], message: `does not decrypt, and applies ${sealed}` };
      } else if (field(decryption, 'provider') !== 'sops') {
        yield { at, path: ['spec', 'decryption', 'provider'], message: 'is not sops, which Flux knows alone' };
      }
    }
  },
};
