import type { Rule } from '../rule.js';

/** A file in another folder would belong to that folder's unit, or to none. */
export const fileInUnit: Rule = {
  name: 'file-in-unit',
  severity: 'error',
  description: 'Every file of a unit lies in the unit’s own path.',
  remediation: 'give a plain file name: kustomize may not reach out of a path',
  check: ({ cluster }) =>
    cluster.units.flatMap((unit) =>
      [...unit.manifests, ...unit.secretFiles]
        .filter(({ file }) => file.includes('/') || file.startsWith('.'))
        .map(({ file }) => ({
          field: 'file',
          message: `file "${file}" of unit "${unit.name}" is outside its own path ${unit.path}`,
          origin: { cluster: unit.cluster, unit: unit.name, source: unit.source },
        })),
    ),
};
