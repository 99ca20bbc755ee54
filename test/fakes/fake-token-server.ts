import 'reflect-metadata';
import { createSign, type webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { serve } from '../support/loopback-server.js';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Stands in for a registry's token server: it signs what the real docker-registry takes for a login. */
export interface FakeTokenServer {
  readonly realm: string;
  /** PEM of the certificate that the registry has to trust. */
  readonly certificate: string;
  /** A token for whatever scope, for the tests' own pushes. */
  token(scope: string): string;
}

/** Gives tokens to a user, and for repositories below `public/` to anybody. */
export async function fakeTokenServer(authorization: string, issuer: string): Promise<FakeTokenServer> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=tests',
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 3_600_000),
    keys,
    signingAlgorithm: algorithm,
    extensions: [new x509.BasicConstraintsExtension(true)],
  });
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  const der = Buffer.from(certificate.rawData).toString('base64');
  const sign = (scope: string, service: string) => {
    const [type = '', name = '', actions = ''] = scope.split(':');
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      ...{ iss: issuer, sub: 'me', aud: service, exp: now + 300, nbf: now - 10, iat: now, jti: `${now}` },
      access: [{ type, name, actions: actions.split(',') }],
    };
    const text = `${encode({ typ: 'JWT', alg: 'ES256', x5c: [der] })}.${encode(claims)}`;
    const key = { key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8', dsaEncoding: 'ieee-p1363' } as const;
    return `${text}.${createSign('SHA256').update(text).sign(key).toString('base64url')}`;
  };
  const host = await serve((request, response) => {
    const url = new URL(request.url ?? '', 'http://realm');
    const scope = url.searchParams.get('scope') ?? '';
    const allowed = request.headers.authorization === authorization || scope.startsWith('repository:public/');
    if (allowed) response.end(JSON.stringify({ token: sign(scope, url.searchParams.get('service') ?? '') }));
    else response.writeHead(401).end();
  });
  return {
    realm: `http://${host}/token`,
    certificate: certificate.toString('pem'),
    token: (scope) => sign(scope, 'tests'),
  };
}
