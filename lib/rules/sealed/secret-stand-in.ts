import { fieldPath, type ShownFile } from '../../secrets/file/shown-file.js';
import { EXAMPLE_RECIPIENT } from '../../secrets/recipients/example-recipient.js';
import { CERTIFICATE_ANNOTATION } from '../../secrets/sealed-secrets/annotations.js';
import { EXAMPLE_FINGERPRINT } from '../../secrets/sealed-secrets/example-certificate.js';
import type { Rule } from '../rule.js';
import { atSecret, shownFiles } from './shown-files.js';

const SEALED_FOR = fieldPath('metadata', 'annotations', CERTIFICATE_ANNOTATION);

/** The published example holds stand-ins by intent; an owner's own tree should not for long. */
export const secretStandIn: Rule = {
  name: 'secret-stand-in',
  severity: 'warning',
  description: 'A file that an owner sealed holds real values, not the stand-ins of a trial.',
  remediation: 'answer with npm run secrets -- init --answers FILE',
  check: (input) =>
    shownFiles(input).flatMap((shown) => {
      if (shown.standIns.length === 0 || isExample(shown)) return [];
      const keys = shown.standIns.map((key) => `"${key}"`).join(', ');
      return atSecret(input, shown.file, [`holds stand-ins: ${keys}`]);
    }),
};

/** Whether a file is sealed for the published example alone, whose identity nobody has. */
export function isExample({ sops, clear, recipients }: ShownFile): boolean {
  if (sops === undefined) return clear.get(SEALED_FOR) === EXAMPLE_FINGERPRINT;
  return recipients.every((recipient) => recipient === EXAMPLE_RECIPIENT);
}
