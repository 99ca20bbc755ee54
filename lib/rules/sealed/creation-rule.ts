import { CREATION_RULES_FILE, type CreationRule, ruleFor } from '../../secrets/recipients/creation-rules.js';
import { KUBERNETES_SELECTION } from '../../secrets/sops/selection.js';
import type { Rule } from '../rule.js';

/** What `sops` itself does with a new file of the cluster is decided by `.sops.yaml` alone (S2-03, trap 35). */
export const creationRule: Rule = {
  name: 'creation-rule',
  severity: 'error',
  description: '.sops.yaml has a rule for every SOPS file, with recipients and the Kubernetes encrypted_regex.',
  remediation: 'add it with npm run secrets -- init',
  check: ({ cluster, creationRules: { rules, fault } }) => {
    const paths = cluster.units.flatMap((unit) =>
      unit.secretFiles
        .filter(({ certificate }) => certificate === undefined)
        .map(({ file }) => `kubernetes/${cluster.name}/${unit.path}/${file}`),
    );
    if (paths.length === 0) return [];
    const problems = fault === undefined ? paths.flatMap((path) => problemsOf(ruleFor(rules, path), path)) : [fault];
    return [...new Set(problems)].map((message) => ({
      file: CREATION_RULES_FILE,
      message,
      origin: { cluster: cluster.name, source: cluster.source },
    }));
  },
};

function problemsOf(rule: CreationRule | undefined, path: string): string[] {
  if (rule === undefined) return [`no rule matches ${path}`];
  const which = rule.pathRegex === undefined ? 'the rule without path_regex' : `the rule for ${rule.pathRegex}`;
  const { kind, pattern } = KUBERNETES_SELECTION;
  const same = rule.selection?.kind === kind && rule.selection.pattern === pattern;
  return [
    ...(rule.recipients.length === 0 ? [`${which} names no age recipient`] : []),
    ...(same ? [] : [`${which} has not ${kind}: ${pattern}, so sops would seal other fields`]),
  ];
}
