import type { Rule } from '../rule.js';

/** A ConfigMap's key is the file's name, and a file of another folder would be somebody else's. */
export const configFileName: Rule = {
  name: 'config-file-name',
  severity: 'error',
  description: 'Every config file has a plain name that a ConfigMap takes as a key.',
  remediation: 'use letters, digits, "-", "_" and "." only, and mount the files where folders are needed',
  check: ({ cluster }) =>
    cluster.units.flatMap((unit) =>
      unit.configFiles.flatMap(({ name, files }) =>
        Object.keys(files)
          .filter((file) => !/^[-._a-zA-Z0-9]{1,253}$/.test(file) || file.startsWith('..') || file === '.')
          .map((file) => ({
            field: `ConfigFiles ${name}`,
            message: `"${file}" cannot be a key of a ConfigMap`,
            origin: { cluster: cluster.name, unit: unit.name, source: unit.source },
          })),
      ),
    ),
};
