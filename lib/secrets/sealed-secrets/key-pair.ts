import { KeyObject, webcrypto } from 'node:crypto';

/** A key pair for the controller, as PEM text. The private half is for one file outside the repository. */
export interface SealingKeyPair {
  readonly privateKey: string;
  /** Self-signed; public. */
  readonly certificate: string;
}

export interface SealingKeyOptions {
  /** Common name of the certificate. Nothing depends on it. */
  readonly name: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Size of the RSA key. @default 4096, which is what the controller makes by itself */
  readonly bits?: number;
}

const SIGNATURE = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };

/** Makes an RSA key pair with a certificate, before there is a cluster (S3-10). Takes seconds. */
export async function generateSealingKey(options: SealingKeyOptions): Promise<SealingKeyPair> {
  const { name, notBefore, notAfter, bits = 4096 } = options;
  // Heavy, and of use to one command only.
  await import('reflect-metadata');
  const { X509CertificateGenerator } = await import('@peculiar/x509');
  const algorithm = { ...SIGNATURE, modulusLength: bits, publicExponent: new Uint8Array([1, 0, 1]) };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned(
    { name: `CN=${name}`, keys, notBefore, notAfter, signingAlgorithm: SIGNATURE },
    webcrypto,
  );
  const privateKey = KeyObject.from(keys.privateKey).export({ format: 'pem', type: 'pkcs8' });
  return { privateKey: String(privateKey), certificate: `${certificate.toString('pem').trim()}\n` };
}
