import { webcrypto, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readCertificate } from '../../../lib/secrets/sealed-secrets/certificate.js';
import { EXAMPLE_CERTIFICATE, EXAMPLE_FINGERPRINT } from '../../../lib/secrets/sealed-secrets/example-certificate.js';
import type { SealingKeyPair } from '../../../lib/secrets/sealed-secrets/key-pair.js';
import { keySecret } from '../../../lib/secrets/sealed-secrets/key-secret.js';
import { controllerKey } from './controller.js';

const NOW = new Date('2026-01-02T03:04:05Z');
const read = (text: string, now = NOW) => readCertificate(text, 'a.crt', now);

let pair: SealingKeyPair;
beforeAll(async () => {
  pair = await controllerKey();
});

async function ellipticCertificate(): Promise<string> {
  const { X509CertificateGenerator } = await import('@peculiar/x509');
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const options = { name: 'CN=test', keys, signingAlgorithm: algorithm, notAfter: new Date('2036-01-01') };
  return (await X509CertificateGenerator.createSelfSigned(options, webcrypto)).toString('pem');
}

describe('a certificate', () => {
  test('is told apart by its key, and may have text around it', () => {
    const { fingerprint, notAfter } = read(`# of the controller\n${pair.certificate}\n`);
    expect(fingerprint).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(fingerprint).not.toBe(EXAMPLE_FINGERPRINT);
    expect(notAfter).toEqual(new Date('2036-01-01'));
  });

  test.each([
    ['', 'is empty'],
    [' \n', 'is empty'],
    ['null', 'holds the text "null" instead of a certificate'],
    ['"null"\n', 'holds the text "null" instead of a certificate'],
    ['None', 'holds the text "None"'],
    ['not a certificate', 'is no PEM certificate'],
    ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', 'is no certificate that can be read'],
  ])('is refused when a broken bootstrap stored %j instead (S3-10)', (text, fact) => {
    expect(() => read(text)).toThrow(`a.crt: ${fact}`);
  });

  test('is refused when it is the private key, or has it beside it, without showing it', () => {
    for (const text of [pair.privateKey, pair.certificate + pair.privateKey]) {
      expect(() => read(text)).toThrow('a.crt: holds a private key, and the certificate is committed');
    }
  });

  test('is refused when several are in the file', () => {
    expect(() => read(pair.certificate + EXAMPLE_CERTIFICATE)).toThrow('holds several certificates');
  });

  test('is refused when it is over', () => {
    expect(() => read(pair.certificate, new Date('2036-01-02'))).toThrow('a.crt: expired: Jan  1 00:00:00 2036 GMT');
    expect(() => read(pair.certificate, new Date('2035-12-31'))).not.toThrow();
  });

  test('is refused when its key is short', async () => {
    const { certificate } = await controllerKey(1024);
    expect(() => read(certificate)).toThrow('has an RSA key of 1024 bits; 2048 are needed');
  });

  test('is refused when its key is not RSA', async () => {
    const certificate = await ellipticCertificate();
    expect(() => read(certificate)).toThrow('has a key of type ec, not RSA');
  });
});

describe('the published example', () => {
  test('can be sealed for, and its fingerprint is the constant', () => {
    expect(read(EXAMPLE_CERTIFICATE).fingerprint).toBe(EXAMPLE_FINGERPRINT);
    expect(new X509Certificate(EXAMPLE_CERTIFICATE).subject).toContain('thrown away');
  });
});

describe('the Secret for the controller', () => {
  test('is refused when certificate and key are of different pairs', async () => {
    const other = await controllerKey();
    const mixed = { privateKey: other.privateKey, certificate: pair.certificate };
    expect(() => keySecret(mixed, { namespace: 'kube-system', now: NOW })).toThrow('does not fit the private key');
    const broken = { privateKey: 'null', certificate: pair.certificate };
    expect(() => keySecret(broken, { namespace: 'kube-system', now: NOW })).toThrow('does not fit the private key');
  });
});
