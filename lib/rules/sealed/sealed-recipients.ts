import { ruleFor } from '../../secrets/recipients/creation-rules.js';
import type { Rule } from '../rule.js';
import { atSecret, sopsFiles } from './shown-files.js';

/** A file that somebody else can open is a leak, and one that the cluster cannot open stops its unit (S2-03). */
export const sealedRecipients: Rule = {
  name: 'sealed-recipients',
  severity: 'error',
  description: 'A sealed file is sealed for the recipients that its rule in .sops.yaml names, each of them once.',
  remediation: 'bring it up to .sops.yaml with npm run secrets -- updatekeys',
  check: (input) =>
    sopsFiles(input).flatMap(({ file, recipients }) => {
      const named = ruleFor(input.creationRules.rules, file.path)?.recipients;
      const twice = recipients.filter((recipient, index) => recipients.indexOf(recipient) < index);
      const messages = twice.map((recipient) => `${recipient} is a recipient twice`);
      if (recipients.length === 0) messages.push('is sealed for nobody');
      else if (named !== undefined && named.length > 0) {
        const unnamed = new Set(recipients.filter((recipient) => !named.includes(recipient)));
        const missing = named.filter((recipient) => !recipients.includes(recipient));
        messages.push(...[...unnamed].map((recipient) => `is sealed for ${recipient}, which .sops.yaml does not name`));
        messages.push(...missing.map((recipient) => `is not sealed for ${recipient}, which .sops.yaml names`));
      }
      return atSecret(input, file, messages);
    }),
};
