import { fillVariables, variablesIn } from '../flux/substitution.js';
import type { PublicHost, ResolvedCluster } from '../model/cluster.js';

/** A few bytes to a host and what its answer means: what a client sees, without any credential. */
export interface Conversation {
  readonly host: string;
  readonly port: number;
  /** Whether it starts with TLS, whose certificate has to be for the host. */
  readonly tls: boolean;
  /** Undefined where connecting is all that can be tried. */
  readonly say: Buffer | undefined;
  /** What the answer so far shows; undefined while more is needed. */
  judge(answer: Buffer): { readonly ok: boolean; readonly detail: string } | undefined;
}

/** `SSLRequest`, which a server answers before any login, with S or N. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** One for each host that has a name of its own: wildcards have no client to try (S2-42, S2-43, S2-44). */
export function conversations(
  { hosts }: ResolvedCluster,
  values: ReadonlyMap<string, string | undefined>,
): Conversation[] {
  return hosts
    .map((one) => ({ ...one, host: fillVariables(one.host, values) }))
    .filter(({ host }) => !host.startsWith('*.'))
    .map(conversation);
}

/** Variables of hosts that have no value: whom to talk to is then not known. */
export function unknownVariables(
  { hosts }: ResolvedCluster,
  values: ReadonlyMap<string, string | undefined>,
): ReadonlySet<string> {
  const named = hosts.flatMap(({ host }) => variablesIn(host));
  return new Set(named.filter((name) => values.get(name) === undefined));
}

function conversation({ host, tcp }: PublicHost): Conversation {
  if (tcp === undefined) return https(host);
  const { port, tls, protocol } = tcp;
  // PostgreSQL asks for TLS in its own words first, so that it starts in clear text either way.
  if (protocol === 'postgresql') return { host, port, tls: false, say: SSL_REQUEST, judge: judgePostgresql };
  if (protocol === 'redis') return { host, port, tls, say: Buffer.from('PING\r\n'), judge: judgeRedis };
  return { host, port, tls, say: undefined, judge: () => ({ ok: true, detail: 'somebody listens' }) };
}

function judgePostgresql(answer: Buffer) {
  if (answer.length === 0) return undefined;
  const [first] = answer.toString('latin1');
  if (first === 'S') return { ok: true, detail: 'PostgreSQL answers, with TLS' };
  if (first === 'N') return { ok: true, detail: 'PostgreSQL answers, without TLS' };
  return { ok: false, detail: 'something answers that is not PostgreSQL' };
}

function judgeRedis(answer: Buffer) {
  const text = answer.toString('latin1');
  if (!text.includes('\r\n')) return undefined;
  if (text.startsWith('-NOAUTH')) return { ok: true, detail: 'Redis answers and asks for a password' };
  if (text.startsWith('+PONG')) return { ok: false, detail: 'Redis lets everybody in without a password' };
  return { ok: false, detail: 'something answers that is not Redis' };
}

function https(host: string): Conversation {
  const request = `GET / HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: check-services\r\nConnection: close\r\n\r\n`;
  return { host, port: 443, tls: true, say: Buffer.from(request), judge: judgeHttp };
}

/** What Traefik and ingress-nginx say for a host that they have no route for. */
const NO_ROUTE = /\r\n\r\n[\s\S]*(?:404 page not found|default backend - 404)/;

function judgeHttp(answer: Buffer) {
  const text = answer.toString('latin1');
  if (!text.includes('\r\n\r\n')) return undefined;
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1]);
  if (Number.isNaN(status)) return { ok: false, detail: 'something answers that is not HTTP' };
  if (status >= 500) return { ok: false, detail: `HTTP ${status}` };
  // Its body tells whether the app says 404 or the controller does.
  if (status === 404 && NO_ROUTE.test(text)) return { ok: false, detail: 'HTTP 404: no route for the host' };
  return { ok: true, detail: `HTTP ${status} over TLS` };
}
