import { createHash, type KeyObject, X509Certificate } from 'node:crypto';
import { SealedSecretError } from './error.js';

/** Shortest RSA key that values are sealed for. */
const LEAST_BITS = 2048;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;
const HOW_TO_MAKE = 'make one with: npm run secrets -- sealing-key, or copy the controller’s own here';

/** The public half of a controller's key pair, ready to seal for. */
export interface SealingCertificate {
  readonly publicKey: KeyObject;
  /** Of the public key: a certificate that is made anew for the same key has the same. */
  readonly fingerprint: string;
  readonly notAfter: Date;
}

/**
 * Reads a PEM certificate. What a broken bootstrap leaves behind instead is refused: `null`, nothing, a private key
 * (S3-10).
 *
 * @throws SealedSecretError when nothing can be sealed for it at `now`.
 */
export function readCertificate(text: string, file: string, now: Date): SealingCertificate {
  const refuse = (fact: string, hint = HOW_TO_MAKE) => new SealedSecretError('SEALED_CERTIFICATE', file, fact, hint);
  const bare = text
    .trim()
    .replaceAll(/^["']|["']$/g, '')
    .trim();
  if (bare === '') throw refuse('is empty');
  if (/^(?:null|none|undefined|nil|~)$/i.test(bare)) throw refuse(`holds the text "${bare}" instead of a certificate`);
  if (/PRIVATE KEY-----/.test(text)) {
    throw refuse(
      'holds a private key, and the certificate is committed',
      'take the key out, and make a new pair if it was ever committed',
    );
  }
  const [pem, second] = text.match(CERTIFICATE) ?? [];
  if (pem === undefined) throw refuse('is no PEM certificate');
  if (second !== undefined) throw refuse('holds several certificates', 'leave the one of the controller’s key');
  const { publicKey, validTo } = parse(pem, refuse);
  const { modulusLength = 0 } = publicKey.asymmetricKeyDetails ?? {};
  if (publicKey.asymmetricKeyType !== 'rsa') throw refuse(`has a key of type ${publicKey.asymmetricKeyType}, not RSA`);
  if (modulusLength < LEAST_BITS) throw refuse(`has an RSA key of ${modulusLength} bits; ${LEAST_BITS} are needed`);
  const notAfter = new Date(validTo);
  if (!(notAfter >= now)) {
    throw refuse(`expired: ${validTo}`, 'make a new certificate for the same key, and what is sealed stays as it is');
  }
  return { publicKey, fingerprint: fingerprintOf(publicKey), notAfter };
}

/** `sha256:…` over the public key (SubjectPublicKeyInfo, DER), in hex. */
export function fingerprintOf(publicKey: KeyObject): string {
  const der = publicKey.export({ format: 'der', type: 'spki' });
  return `sha256:${createHash('sha256').update(der).digest('hex')}`;
}

function parse(pem: string, refuse: (fact: string) => Error): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw refuse('is no certificate that can be read');
  }
}
