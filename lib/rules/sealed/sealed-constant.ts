import { sealedParts } from '../../secrets/sops/sealed-parts.js';
import type { Rule } from '../rule.js';
import { atSecret, sopsFiles } from './shown-files.js';

/** Flux substitutes what is sealed, and the charts check what they declare: the two must not drift apart (S1-21). */
export const sealedConstant: Rule = {
  name: 'sealed-constant',
  severity: 'error',
  description: 'A constant that the charts give is sealed as it is given, as far as its length tells.',
  remediation: 'bring it up to the charts with npm run secrets -- init --age-key FILE',
  check: (input) =>
    sopsFiles(input).flatMap(({ file, text, values }) => {
      // Under `data` the plaintext is base64, whose length is another.
      const encoded = /^data:/m.test(text);
      const changed = values.filter(({ key, text: value = '' }) => {
        const source = file.declaration.keys[key]?.source;
        const sealed = sealedParts(value)?.bytes;
        if (encoded || source?.from !== 'given' || sealed === undefined) return false;
        return sealed !== Buffer.byteLength(source.value);
      });
      return atSecret(
        input,
        file,
        changed.map(({ key }) => `key "${key}" holds another constant than the charts give`),
      );
    }),
};
