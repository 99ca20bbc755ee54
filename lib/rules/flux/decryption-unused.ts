import { field } from '../../flux/kustomize/built.js';
import { sealedHoldings } from '../../flux/tree/sealed-holdings.js';
import type { TreeRule } from '../tree-rule.js';

/** A key that is asked for in vain: without it the whole Kustomization fails (S2-49). */
export const decryptionUnused: TreeRule = {
  name: 'decryption-unused',
  severity: 'warning',
  description:
    'A Kustomization decrypts and applies no file that SOPS sealed: it fails without a key that it does not need, and hides that a Secret went missing.',
  remediation: 'take decryption away, or list the sealed file',
  sources: ['S2-49', 'trap 37'],
  *check({ units, sources }) {
    for (const unit of units) {
      const at = unit.kustomization;
      // What another repository holds cannot be seen, and what does not build is not all there.
      if (unit.path === undefined || unit.faults.some(({ kind }) => kind === 'build' || kind === 'path')) continue;
      if (field(at.object, 'spec', 'decryption') === undefined || sealedHoldings(unit, sources).length > 0) continue;
      yield { at, path: ['spec', 'decryption'], message: 'decrypts, and applies no file that SOPS sealed' };
    }
  },
};
