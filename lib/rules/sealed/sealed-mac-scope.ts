import { ruleFor } from '../../secrets/recipients/creation-rules.js';
import { scalarText } from '../../secrets/sops/plain-tree.js';
import type { Rule } from '../rule.js';
import { atSecret, sopsFiles } from './shown-files.js';

/** With `mac_only_encrypted` the MAC says nothing about the clear part; the rules here look at it all the same. */
export const sealedMacScope: Rule = {
  name: 'sealed-mac-scope',
  severity: 'warning',
  description: 'A file’s MAC covers its clear part as well, unless .sops.yaml says otherwise.',
  remediation: 'make it as .sops.yaml says with npm run secrets -- rotate, or set mac_only_encrypted there',
  check: (input) =>
    sopsFiles(input).flatMap(({ file, sops }) => {
      const rule = ruleFor(input.creationRules.rules, file.path);
      const differs = rule?.macOnlyEncrypted === false && /^true$/i.test(scalarText(sops, 'mac_only_encrypted'));
      return atSecret(
        input,
        file,
        differs ? ['its MAC covers the values alone, which .sops.yaml does not ask for'] : [],
      );
    }),
};
