import { fieldPath, type ShownFile } from '../../secrets/file/shown-file.js';
import { CERTIFICATE_ANNOTATION } from '../../secrets/sealed-secrets/annotations.js';
import { readCertificate } from '../../secrets/sealed-secrets/certificate.js';
import { SealedSecretError } from '../../secrets/sealed-secrets/error.js';
import type { Rule, RuleInput } from '../rule.js';
import { atSecret, shownFiles } from './shown-files.js';

const SEALED_FOR = fieldPath('metadata', 'annotations', CERTIFICATE_ANNOTATION);

/** A SealedSecret for another key never opens, and its unit never becomes ready (S3-09, S3-10). */
export const sealedCertificate: Rule = {
  name: 'sealed-certificate',
  severity: 'error',
  description: 'A SealedSecret is sealed for the certificate that is committed.',
  remediation: 'make it anew with npm run secrets -- init',
  check: (input) =>
    shownFiles(input).flatMap((shown) => {
      const { certificate } = shown.file;
      return certificate === undefined ? [] : atSecret(input, shown.file, faults(shown, certificate, input));
    }),
};

function faults({ clear, values }: ShownFile, path: string, { certificates }: RuleInput): string[] {
  const text = certificates.get(path);
  // That it is missing is said where files are looked for.
  if (text === undefined) return [];
  try {
    // Whether it has expired depends on the day, and the same tree gives the same findings on every day.
    const { fingerprint, publicKey } = readCertificate(text, path, new Date(0));
    const recorded = clear.get(SEALED_FOR);
    const modulus = (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
    const others = values.filter(({ text: value = '' }) => wrappedBytes(value) !== modulus);
    return [
      ...(recorded === undefined || recorded === fingerprint ? [] : [`it is not sealed for ${path}`]),
      ...others.map(({ key }) => `key "${key}" is sealed for a key of another size than that of ${path}`),
    ];
  } catch (error) {
    if (!(error instanceof SealedSecretError)) throw error;
    return [error.message];
  }
}

/** Length of the part that the RSA key opens. */
function wrappedBytes(ciphertext: string): number {
  const start = Buffer.from(ciphertext.slice(0, 4), 'base64');
  return start.length < 2 ? 0 : start.readUInt16BE(0);
}
