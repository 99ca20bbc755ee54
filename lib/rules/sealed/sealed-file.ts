import type { Rule } from '../rule.js';
import { atSecret } from './shown-files.js';

/** Whatever else stands in such a file, Flux applies it (S2-08, S4-09). */
export const sealedFile: Rule = {
  name: 'sealed-file',
  severity: 'error',
  description: 'Every declared sealed file is one sealed document, without anchors, aliases or a second document.',
  remediation:
    'restore it from Git, or make it anew with npm run secrets -- init; change the values if it was pushed in clear',
  check: (input) =>
    input.sealed.flatMap((found) => ('fault' in found ? atSecret(input, found.file, [found.fault]) : [])),
};
