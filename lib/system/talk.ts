import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

export interface TalkOptions {
  readonly host: string;
  readonly port: number;
  /** Start with TLS and check that the certificate is the host's. */
  readonly tls: boolean;
  /** Where to connect instead of what DNS says of the host. */
  readonly address?: string;
  /** Said once connected; nothing where connecting is enough. */
  readonly say: Buffer | undefined;
  /** Whether the answer so far is enough. */
  readonly isEnough: (answer: Buffer) => boolean;
  /** For all of it, in milliseconds. */
  readonly timeout: number;
  /** Certificate authority to trust beside the usual ones, as PEM. @default none */
  readonly ca?: string;
}

/** The answer until it was enough or the other side ended it, or why there is none. */
export type Answer = { readonly answer: Buffer } | { readonly problem: string };

const MOST_BYTES = 64 * 1024;
const PROBLEMS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'DNS has no record for it',
  EAI_AGAIN: 'DNS does not answer',
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'the connection was cut',
  EHOSTUNREACH: 'no way leads there',
  ENETUNREACH: 'no way leads there',
};

/** Connects, says something and listens. Never throws: what went wrong is in the result. */
export function talk(options: TalkOptions): Promise<Answer> {
  const { host, port, tls, address = host, say, isEnough, timeout, ca } = options;
  return new Promise((resolve) => {
    let answer = Buffer.alloc(0);
    const greet = () => {
      if (say === undefined) end({ answer });
      else socket.write(say);
    };
    const name = isIP(host) === 0 ? { servername: host } : {};
    const socket: Socket = tls
      ? connectTls(
          { host: address, port, ...name, ALPNProtocols: ['http/1.1'], ...(ca === undefined ? {} : { ca }) },
          greet,
        )
      : connect({ host: address, port }, greet);
    const timer = setTimeout(() => end({ problem: `no answer in ${timeout / 1000} s` }), timeout);
    const end = (result: Answer) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(result);
    };
    socket.on('data', (piece: Buffer) => {
      answer = Buffer.concat([answer, piece]);
      if (isEnough(answer) || answer.length > MOST_BYTES) end({ answer });
    });
    socket.on('end', () => end(answer.length > 0 ? { answer } : { problem: 'it ended the connection without a word' }));
    socket.on('error', (error: NodeJS.ErrnoException) => end({ problem: problemOf(error) }));
  });
}

function problemOf({ code = '', message }: NodeJS.ErrnoException): string {
  if (PROBLEMS[code] !== undefined) return PROBLEMS[code];
  // A certificate that does not fit has a code of its own for each way in which it does not.
  return /CERT|SIGNED|ALTNAME|ISSUER|SSL/i.test(code) ? `its certificate is not good: ${message}` : message;
}
