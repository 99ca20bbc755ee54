import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { almckay } from '../../charts/clusters/almckay.js';
import { homeOps } from '../../charts/clusters/home-ops.js';
import { rpiCluster } from '../../charts/clusters/rpi-cluster.js';
import { type CheckServicesOptions, runCheckServices } from '../../lib/cli/check-services.js';
import { runDnsIp } from '../../lib/cli/dns-ip.js';
import type { Verdict } from '../../lib/verify/verdict.js';
import { FakeKubectl } from '../fakes/fake-kubectl.js';
import { closedPort } from '../support/loopback-server.js';
import { answering, type TlsPair, tlsPair } from '../support/tls-server.js';

// Each case starts a process; a loaded machine takes its time.
jest.setTimeout(30_000);

const platform = { clusters: [almckay] };
const [POSTGRES, REDIS, AUTH] = ['postgres.almckay.io', 'redis.almckay.io', 'auth.almckay.io'];

const pod = (namespace: string, name: string, status: object = {}) => ({
  metadata: { namespace, name },
  status: { phase: 'Running', containerStatuses: [{ name: 'main', ready: true, state: {} }], ...status },
});
const certificate = (conditions: object[], notAfter = '2999-01-01T00:00:00Z') => ({
  items: [{ metadata: { namespace: 'auth', name: 'authentik-server-tls' }, status: { notAfter, conditions } }],
});
const READY = certificate([{ type: 'Ready', status: 'True' }]);

interface World {
  readonly pods?: readonly object[];
  readonly certificates?: object;
  readonly ports?: Readonly<Record<string, number>>;
  readonly options?: Partial<CheckServicesOptions>;
}

let pair: TlsPair;
let ports: Record<string, number>;
beforeAll(async () => {
  pair = await tlsPair(AUTH);
  ports = {
    [POSTGRES]: await answering((heard) => (heard.length === 8 ? 'N' : undefined)),
    [REDIS]: await answering((heard) => (heard.toString() === 'PING\r\n' ? '-NOAUTH required\r\n' : undefined)),
    [AUTH]: await answering((heard) => httpFor(heard, 'HTTP/1.1 302 Found\r\nLocation: /flows/\r\n\r\n'), pair),
  };
});

const httpFor = (heard: Buffer, answer: string) =>
  heard.toString().includes(`\r\nHost: ${AUTH}\r\n`) ? answer : undefined;

async function check(world: World = {}): Promise<{ code: number; found: Verdict[] }> {
  const { pods = [pod('database', 'postgresql-0')], certificates = READY, options } = world;
  const kubectl = new FakeKubectl({ answers: { 'get pods': { items: pods }, 'get certificates': certificates } });
  const out: string[] = [];
  const io = { root: process.cwd(), env: kubectl.env, out: (line: string) => out.push(line), err: () => undefined };
  const chosen = { ...ports, ...world.ports };
  const code = await runCheckServices(platform, io, { timeout: 5, json: true, ...options }, ({ host }) => ({
    address: '127.0.0.1',
    port: chosen[host] as number,
    ca: pair.cert,
  }));
  return { code, found: JSON.parse(out.join('\n')) as Verdict[] };
}

const failures = ({ found }: { found: Verdict[] }) =>
  found.filter(({ ok }) => !ok).map(({ subject, detail }) => `${subject}: ${detail}`);

describe('check-services (S2-41 to S2-45, S2-47)', () => {
  test('a cluster in which everything works is fine, and every part was looked at', async () => {
    const { code, found } = await check();
    expect(found.map(({ subject, detail }) => `${subject}: ${detail}`)).toEqual([
      'pods: 1 run in database',
      'certificate auth/authentik-server-tls: valid until 2999-01-01T00:00:00Z',
      `${AUTH}:443: HTTP 302 over TLS`,
      `${POSTGRES}:5432: PostgreSQL answers, without TLS`,
      `${REDIS}:6379: Redis answers and asks for a password`,
    ]);
    expect(code).toBe(0);
  });

  test('a pod that does not run is named with the reason; others’ pods and finished jobs are no matter', async () => {
    const waiting = {
      containerStatuses: [{ name: 'main', ready: false, state: { waiting: { reason: 'ErrImagePull' } } }],
    };
    const result = await check({
      pods: [
        pod('cache', 'redis-master-0', { phase: 'Pending', ...waiting }),
        pod('auth', 'authentik-worker-1', { containerStatuses: [{ name: 'worker', ready: false }] }),
        pod('kube-system', 'helm-install-traefik', {
          phase: 'Succeeded',
          containerStatuses: [{ name: 'helm', ready: false }],
        }),
        pod('somebody-else', 'app', waiting),
      ],
    });
    expect(failures(result)).toEqual([
      'pod cache/redis-master-0: main: ErrImagePull',
      'pod auth/authentik-worker-1: worker is not ready',
    ]);
    expect(result.code).toBe(1);
  });

  test.each([
    ['not issued', certificate([{ type: 'Ready', status: 'False', message: 'propagating' }]), 'propagating'],
    ['never looked at', certificate([]), 'nobody has issued it yet'],
    [
      'expired',
      certificate([{ type: 'Ready', status: 'True' }], '2001-01-01T00:00:00Z'),
      'expired on 2001-01-01T00:00:00Z',
    ],
  ])('a certificate that is %s is a failure', async (_, certificates, detail) => {
    const result = await check({ certificates, options: { only: ['certificates'] } });
    expect(failures(result)).toEqual([`certificate auth/authentik-server-tls: ${detail}`]);
  });

  test.each([
    ['nobody listens', POSTGRES, async () => Number((await closedPort()).split(':')[1]), 'nobody listens there'],
    [
      'the port belongs to another',
      POSTGRES,
      () => answering(() => 'HTTP/1.1 400 Bad Request\r\n\r\n'),
      'something answers that is not PostgreSQL',
    ],
    ['the route leads nowhere', REDIS, () => answering(() => undefined), 'it ended the connection without a word'],
    ['Redis has no password', REDIS, () => answering(() => '+PONG\r\n'), 'Redis lets everybody in without a password'],
    [
      'no route is for the host',
      AUTH,
      () => answering((heard) => httpFor(heard, 'HTTP/1.1 404 Not Found\r\n\r\n404 page not found\n'), pair),
      'HTTP 404: no route for the host',
    ],
    [
      'the app is down',
      AUTH,
      () => answering((heard) => httpFor(heard, 'HTTP/1.1 502 Bad Gateway\r\n\r\n'), pair),
      'HTTP 502',
    ],
  ])('it is seen when %s', async (_, host, server, detail) => {
    const result = await check({ ports: { [host]: await server() }, options: { only: ['hosts'] } });
    expect(failures(result)).toEqual([expect.stringMatching(new RegExp(`^${host}:\\d+: ${detail}$`))]);
    expect(result.code).toBe(1);
  });

  test('a certificate for another host, such as Traefik’s own, is not good', async () => {
    const other = await tlsPair('traefik.default');
    const port = await answering(() => 'HTTP/1.1 200 OK\r\n\r\n', other);
    const [failure] = failures(await check({ ports: { [AUTH]: port }, options: { only: ['hosts'] } }));
    expect(failure).toMatch(/^auth\.almckay\.io:443: its certificate is not good: /);
  });

  test('a host that says nothing is given up after the time that was asked for', async () => {
    const port = await answering(() => null);
    const result = await check({ ports: { [REDIS]: port }, options: { only: ['hosts'], timeout: 0.2 } });
    expect(failures(result).filter((failure) => failure.startsWith(REDIS))).toEqual([
      `${REDIS}:6379: no answer in 0.2 s`,
    ]);
  });

  test('with several clusters it wants to know which: kubectl reaches one', async () => {
    const io = { root: process.cwd(), env: {}, out: () => undefined, err: () => undefined };
    const both = { clusters: [almckay, rpiCluster] };
    await expect(runCheckServices(both, io, { timeout: 1, json: false })).rejects.toThrow('which cluster?');
  });
});

describe('dns-ip (S2-46, S2-48)', () => {
  async function run(ingress: object[] | undefined, json = false) {
    const service = { status: { loadBalancer: ingress === undefined ? {} : { ingress } } };
    const kubectl = new FakeKubectl({ answers: { 'get service traefik --namespace kube-system': service } });
    const [out, err]: [string[], string[]] = [[], []];
    const io = {
      root: process.cwd(),
      env: kubectl.env,
      out: (line: string) => out.push(line),
      err: (line: string) => err.push(line),
    };
    return { code: await runDnsIp({ clusters: [almckay, rpiCluster] }, io, { json }), out, err };
  }

  test('prints the address, and the record of each host with what the proxy may do', async () => {
    expect(await run([{ ip: '203.0.113.7' }])).toEqual({
      code: 0,
      out: [
        '203.0.113.7',
        `A  ${AUTH}  203.0.113.7  proxied or not`,
        `A  ${POSTGRES}  203.0.113.7  DNS only`,
        `A  ${REDIS}  203.0.113.7  DNS only`,
      ],
      err: [],
    });
  });

  test('knows what kind of record each address wants', async () => {
    const { out } = await run([{ ip: '203.0.113.7' }, { ip: '2001:db8::7' }, { hostname: 'lb.example.net' }], true);
    const { records } = JSON.parse(out.join('')) as { records: { type: string; value: string }[] };
    expect(records.slice(0, 3).map(({ type, value }) => `${type} ${value}`)).toEqual([
      'A 203.0.113.7',
      'AAAA 2001:db8::7',
      'CNAME lb.example.net',
    ]);
  });

  test('a Service without an address yet is no answer', async () => {
    const { code, out, err } = await run(undefined);
    expect({ code, out }).toEqual({ code: 1, out: [] });
    expect(err.join()).toContain('Service kube-system/traefik has no address yet');
  });

  test('a cluster whose records make themselves is told so', async () => {
    const io = { root: process.cwd(), env: {}, out: () => undefined, err: () => undefined };
    await expect(runDnsIp({ clusters: [rpiCluster] }, io, { json: false })).rejects.toThrow(
      'no such cluster has records',
    );
  });
});

describe('hosts under a variable that a store alone knows (S4-08)', () => {
  const asked = (set: ReadonlyMap<string, string>) => {
    const out: string[] = [];
    const io = { root: process.cwd(), env: {}, out: (line: string) => out.push(line), err: () => undefined };
    const options = { cluster: 'home-ops', only: ['hosts' as const], timeout: 5, json: true, set };
    const reach = ({ host }: { readonly host: string }) => ({
      address: '127.0.0.1',
      port: ports[AUTH] as number,
      host,
    });
    return runCheckServices({ clusters: [homeOps] }, io, options, reach).then(() => JSON.parse(out.join('\n')));
  };

  test('are asked for, not guessed', async () => {
    await expect(asked(new Map())).rejects.toMatchObject({
      message: expect.stringContaining('under ${SECRET_DOMAIN}'),
      hint: expect.stringContaining('--set SECRET_DOMAIN=…'),
    });
  });

  test('are talked to by the name that was given', async () => {
    const found: Verdict[] = await asked(new Map([['SECRET_DOMAIN', 'home.test']]));
    expect(found.map(({ subject }) => subject)).toEqual(['plane.home.test:443', 'romm.home.test:443']);
  });
});

test('of what kubectl says, the sentence is shown and not its library’s log', async () => {
  const log = 'E1121 16:36:48.180955   30374 memcache.go:265] "Unhandled Error"\nThe connection was refused';
  const kubectl = new FakeKubectl({ failures: { 'get pods': log } });
  const out: string[] = [];
  const io = { root: process.cwd(), env: kubectl.env, out: (line: string) => out.push(line), err: () => undefined };
  await runCheckServices(platform, io, { only: ['pods'], timeout: 5, json: false });
  expect(out).toEqual(['failed  pods  The connection was refused']);
});
