import { constants, createPrivateKey, privateDecrypt, publicEncrypt } from 'node:crypto';
import { stringify } from 'yaml';
import { readCertificate, type SealingCertificate } from './certificate.js';
import { SealedSecretError } from './error.js';
import type { SealingKeyPair } from './key-pair.js';

/** Where the controller looks for key pairs by default. */
export const CONTROLLER_NAMESPACE = 'kube-system';

/** The Secret's name; the controller finds it by its label, and takes every one that has it. */
const KEY_SECRET = 'sealed-secrets-key';

/**
 * The Secret that gives the controller its key pair before it makes one of its own, so that what is sealed opens again
 * after the cluster was destroyed and made anew (S3-10). Holds the private key: for one file outside the repository.
 *
 * @returns its YAML, and the certificate as it will be used.
 * @throws SealedSecretError when the two halves do not belong together: what is stored has been tried first.
 */
export function keySecret(
  pair: SealingKeyPair,
  options: { readonly namespace: string; readonly now: Date },
): { readonly text: string; readonly certificate: SealingCertificate } {
  const certificate = readCertificate(pair.certificate, 'the new certificate', options.now);
  if (!opensFor(pair.privateKey, certificate)) {
    throw new SealedSecretError('SEALED_CERTIFICATE', 'the new certificate', 'does not fit the private key');
  }
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: KEY_SECRET,
      namespace: options.namespace,
      labels: { 'sealedsecrets.bitnami.com/sealed-secrets-key': 'active' },
    },
    type: 'kubernetes.io/tls',
    data: { 'tls.crt': base64(pair.certificate), 'tls.key': base64(pair.privateKey) },
  };
  return { text: stringify(secret, { lineWidth: 0 }), certificate };
}

function opensFor(privateKey: string, { publicKey }: SealingCertificate): boolean {
  const probe = Buffer.from('probe');
  const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
  try {
    const sealed = publicEncrypt({ key: publicKey, ...oaep }, probe);
    return privateDecrypt({ key: createPrivateKey(privateKey), ...oaep }, sealed).equals(probe);
  } catch {
    return false;
  }
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
