import { CREATION_RULES_FILE, ruleFor } from '../../secrets/recipients/creation-rules.js';
import { weakensPostQuantum } from '../../secrets/recipients/post-quantum.js';
import type { Rule } from '../rule.js';

/** age itself refuses the mixture; SOPS has an age file for each recipient, so nothing but this says it (S2-01). */
export const mixedRecipients: Rule = {
  name: 'mixed-recipients',
  severity: 'warning',
  description: 'A rule of .sops.yaml with post-quantum recipients has no others: a file is as safe as its weakest key.',
  remediation: 'once everybody has a post-quantum key, take the others out and run npm run secrets -- updatekeys',
  check: ({ cluster, creationRules: { rules } }) => {
    const paths = cluster.units.flatMap((unit) =>
      unit.secretFiles.map(({ file }) => `kubernetes/${cluster.name}/${unit.path}/${file}`),
    );
    const used = new Set(paths.map((path) => ruleFor(rules, path)));
    return [...used]
      .filter((rule) => rule !== undefined && weakensPostQuantum(rule.recipients))
      .map((rule) => ({
        file: CREATION_RULES_FILE,
        message: `the rule for ${rule?.pathRegex ?? 'every file'} names post-quantum recipients beside others`,
        origin: { cluster: cluster.name, source: cluster.source },
      }));
  },
};
