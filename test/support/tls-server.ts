import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll } from '@jest/globals';
import * as x509 from '@peculiar/x509';

const servers: Server[] = [];
afterAll(async () => {
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
});

export interface TlsPair {
  readonly key: string;
  readonly cert: string;
}

/** A certificate for some hosts that signs itself, so that it is its own authority. */
export async function tlsPair(...hosts: readonly string[]): Promise<TlsPair> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=tests',
      notBefore: new Date(Date.now() - 60_000),
      notAfter: new Date(Date.now() + 3_600_000),
      keys,
      signingAlgorithm: algorithm,
      extensions: [new x509.SubjectAlternativeNameExtension(hosts.map((value) => ({ type: 'dns', value })))],
    },
    webcrypto,
  );
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    key: x509.PemConverter.encode(Buffer.from(pkcs8, 'base64'), 'PRIVATE KEY'),
    cert: certificate.toString('pem'),
  };
}

/**
 * Port on loopback of a server that answers the first thing it hears, hangs up for undefined, and stays silent for
 * null. With a pair it speaks TLS.
 */
export async function answering(answer: (heard: Buffer) => string | undefined | null, pair?: TlsPair): Promise<number> {
  const talk = (socket: Socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (heard: Buffer) => {
      const said = answer(heard);
      if (said === undefined) socket.destroy();
      else if (said !== null) socket.end(said, 'latin1');
    });
  };
  const server =
    pair === undefined ? createServer(talk) : createTlsServer(pair, talk).on('tlsClientError', () => undefined);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
