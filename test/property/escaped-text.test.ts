import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { escapeForSubstitution, readEscaped, variable } from '../../lib/flux/substitution.js';

const piece = fc.oneof(
  fc.constantFrom('$', '$$', '{', '}', '${HOME}', '$${X}', '${x:-d}', variable('CLUSTER_DOMAIN'), variable('A1')),
  fc.string(),
);
const text = fc.array(piece).map((pieces) => pieces.join(''));

test('X-28 a config file keeps every dollar sign and variable on its way through YAML', () => {
  fc.assert(fc.property(text, (original) => expect(readEscaped(escapeForSubstitution(original))).toBe(original)));
});
