import type { Rule } from '../rule.js';
import { atSecret, shownFiles } from './shown-files.js';

/** The MAC covers values in their order, not the names of their keys: a renamed key passes it (FACTS: sops). */
export const sealedKeys: Rule = {
  name: 'sealed-keys',
  severity: 'error',
  description: 'A sealed file has exactly the keys that its declaration names, each of them once.',
  remediation: 'bring it up to the charts with npm run secrets -- init --age-key FILE',
  check: (input) =>
    shownFiles(input).flatMap(({ file, values, standIns }) => {
      const declared = Object.keys(file.declaration.keys);
      const keys = values.map(({ key }) => key);
      const unknown = [...new Set(keys)].filter((key) => !declared.includes(key));
      return atSecret(input, file, [
        ...declared.filter((key) => !keys.includes(key)).map((key) => `key "${key}" is not in the file`),
        ...unknown.map((key) => `key "${key}" is in the file, and the charts do not declare it`),
        ...keys.filter((key, index) => keys.indexOf(key) < index).map((key) => `key "${key}" is there twice`),
        ...standIns
          .filter((key) => !declared.includes(key))
          .map((key) => `"${key}" is marked as a stand-in, and is no key`),
      ]);
    }),
};
