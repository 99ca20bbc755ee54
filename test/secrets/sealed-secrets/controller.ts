import { constants, createDecipheriv, createPrivateKey, type KeyObject, privateDecrypt } from 'node:crypto';
import type { SealedFile, SecretKey } from '../../../lib/model/secret.js';
import { inspectSealedSecret } from '../../../lib/secrets/sealed-secrets/inspect.js';
import { generateSealingKey, type SealingKeyPair } from '../../../lib/secrets/sealed-secrets/key-pair.js';
import { declare } from '../declarations.js';

/** Certificate of the cluster `alpha` in these tests. */
export const CERTIFICATE_PATH = 'kubernetes/alpha/sealed-secrets.crt';

/** A key pair that lives for one test run; shorter than a real one, so that it is quick to make. */
export function controllerKey(
  bits = 2048,
  notAfter = new Date('2036-01-01'),
  notBefore = new Date('2026-01-01'),
): Promise<SealingKeyPair> {
  return generateSealingKey({ name: 'test', notBefore, notAfter, bits });
}

/** Keys by their PEM text: reading one takes as long as two values take to open. */
const keys = new Map<string, KeyObject>();

function keyOf(pem: string): KeyObject {
  const key = keys.get(pem) ?? createPrivateKey(pem);
  keys.set(pem, key);
  return key;
}

/** Opens one value as the controller does. Written against the format's description, not against lib. */
export function unseal(ciphertext: string, privateKey: string, label: string): string {
  const bytes = Buffer.from(ciphertext, 'base64');
  const length = bytes.readUInt16BE(0);
  const sessionKey = privateDecrypt(
    {
      key: keyOf(privateKey),
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: 'sha256',
      oaepLabel: Buffer.from(label),
    },
    bytes.subarray(2, 2 + length),
  );
  const decipher = createDecipheriv('aes-256-gcm', sessionKey, Buffer.alloc(12));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(2 + length, -16)), decipher.final()]).toString('utf8');
}

/** Opens a whole SealedSecret, bound to the name that it shows. */
export function unsealFile(text: string, { privateKey }: SealingKeyPair): Record<string, string> {
  const { namespace, name, ciphertexts } = inspectSealedSecret(text, 'test');
  const values = Object.entries(ciphertexts).map(
    ([key, ciphertext]) => [key, unseal(ciphertext, privateKey, `${namespace}/${name}`)] as const,
  );
  return Object.fromEntries(values);
}

/** A declared SealedSecret of the cluster `alpha`. */
export function sealedSecretFile(id: string, keys: Readonly<Record<string, SecretKey>>): SealedFile {
  return {
    declaration: declare(id, keys),
    path: `kubernetes/alpha/apps/${id}.sealed.yaml`,
    certificate: CERTIFICATE_PATH,
  };
}
