import type { Rule } from '../rule.js';

/** A file that nobody declares is never applied by Flux, and never deleted by synth. */
export const foreignFile: Rule = {
  name: 'foreign-file',
  severity: 'warning',
  description: 'Every file below kubernetes/<cluster> is rendered, sealed, or declared as somebody else’s.',
  remediation: 'remove it with git rm, or name its path in the cluster’s foreignPaths',
  check: ({ cluster, foreignFiles }) =>
    foreignFiles.map((file) => ({
      file,
      message: 'no chart produces this file, and nobody is declared to own it',
      origin: { cluster: cluster.name, source: cluster.source },
    })),
};
