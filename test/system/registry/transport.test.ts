import { describe, expect, test } from '@jest/globals';
import { isTransient, pauseBefore } from '../../../lib/system/registry/retry.js';
import { Transport, type TransportOptions } from '../../../lib/system/registry/transport.js';
import { isLoopback } from '../../../lib/system/registry/transport-rules.js';
import { closedPort, type Handler, serve } from '../../support/loopback-server.js';

const QUICK = { attempts: 3, firstPause: 1, longestPause: 20 };
const LIMIT = { limit: 1 << 20 };

async function ask(handler: Handler, options: TransportOptions = {}) {
  let asked = 0;
  const host = await serve((request, response, body) => {
    asked += 1;
    handler(request, response, body);
  });
  const transport = new Transport({ retry: QUICK, ...options });
  const url = new URL(`http://${host}/v2/x?secret=signature`);
  const result = await transport.request(url, LIMIT).then(
    ({ status, body }) => ({ status, text: Buffer.from(body).toString('utf8') }),
    (error: { fault: string; message: string; hint?: string }) => ({ fault: error.fault, message: error.message }),
  );
  return { ...result, asked: () => asked, host, transport, url };
}

describe('a registry that is busy or broken', () => {
  test.each([429, 500, 502, 503, 504])('is asked again after %i', async (status) => {
    let first = true;
    const result = await ask((_, response) => {
      response.statusCode = first ? status : 200;
      first = false;
      response.end('there');
    });
    expect(result).toMatchObject({ status: 200, text: 'there' });
    expect(result.asked()).toBe(2);
  });

  test('is given up after a few tries, and its last answer told', async () => {
    const result = await ask((_, response) => void response.writeHead(503).end());
    expect(result).toMatchObject({ status: 503 });
    expect(result.asked()).toBe(3);
  });

  test.each([400, 401, 403, 404])('is not asked again after %i', async (status) => {
    const result = await ask((_, response) => void response.writeHead(status).end());
    expect(result.asked()).toBe(1);
  });

  test('whose answer breaks off is asked again, and never taken for whole', async () => {
    let first = true;
    const result = await ask((_, response) => {
      response.writeHead(200, { 'content-length': '10' });
      if (!first) response.end('0123456789');
      else response.write('0123', () => response.destroy());
      first = false;
    });
    expect(result).toMatchObject({ status: 200, text: '0123456789' });
    const always = await ask((_, response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('0123', () => response.destroy());
    });
    expect(always).toMatchObject({ fault: 'unreachable' });
    expect(always.asked()).toBe(3);
  });

  test('that says nothing, or a byte now and then, is given up', async () => {
    const silent = await ask(() => {}, { silence: 60 });
    expect(silent).toMatchObject({ fault: 'too-slow' });
    const dripping = await ask(
      (_, response) => {
        const timer = setInterval(() => response.write('.'), 20);
        response.on('close', () => clearInterval(timer));
      },
      { silence: 200, deadline: 150 },
    );
    expect(dripping).toMatchObject({ fault: 'too-slow' });
  });

  test('that does not exist is told once for all its images, without the query', async () => {
    const gone = await closedPort();
    const transport = new Transport({ retry: QUICK });
    const url = new URL(`http://${gone}/v2/x?secret=signature`);
    const told = await transport.request(url, LIMIT).catch((error: Error) => error);
    expect(String(told)).toContain('/v2/x: the connection failed (ECONNREFUSED)');
    expect(String(told)).not.toContain('signature');
    expect(await transport.request(new URL(`http://${gone}/other`), LIMIT).catch((error: Error) => error)).toBe(told);
  });

  test('that sends more than is ever needed is cut off, whether or not it says so first', async () => {
    const announced = await ask((_, response) => void response.end(Buffer.alloc(2 << 20)));
    expect(announced).toMatchObject({ fault: 'too-large' });
    const unannounced = await ask((_, response) => {
      const timer = setInterval(() => response.write(Buffer.alloc(1 << 18)), 1);
      response.on('close', () => clearInterval(timer));
    });
    expect(unannounced).toMatchObject({ fault: 'too-large' });
    expect(unannounced.asked()).toBe(1);
  });
});

describe('a login', () => {
  const seen: (string | undefined)[] = [];

  test('is not sent on to another host, and comes along on the same one', async () => {
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end('blob');
    });
    const host = await serve((request, response) => {
      const away = request.url === '/away';
      if (request.url === '/here') response.end(request.headers.authorization ?? 'none');
      else response.writeHead(307, { location: away ? `http://${other}/blob` : '/here' }).end();
    });
    const transport = new Transport({ retry: QUICK });
    const options = { ...LIMIT, authorization: 'Bearer abc' };
    const away = await transport.request(new URL(`http://${host}/away`), options);
    expect([Buffer.from(away.body).toString(), seen]).toEqual(['blob', [undefined]]);
    const same = await transport.request(new URL(`http://${host}/stay`), options);
    expect(Buffer.from(same.body).toString()).toBe('Bearer abc');
  });

  test('by a form is never redirected', async () => {
    const host = await serve((_, response) => void response.writeHead(307, { location: '/elsewhere' }).end());
    const options = { ...LIMIT, method: 'POST', form: { refresh_token: 'abc' } } as const;
    await expect(new Transport({ retry: QUICK }).request(new URL(`http://${host}/token`), options)).rejects.toThrow(
      'it redirects a login',
    );
  });
});

describe('plain HTTP', () => {
  test.each([
    ['localhost', true],
    ['127.0.0.1:5000', true],
    ['[::1]:5000', true],
    ['registry.localhost:5000', true],
    ['localhost.example.org', false],
    ['127.0.0.1.example.org', false],
    ['10.0.0.1:5000', false],
  ])('to %s is taken without being asked: %s', (host, expected) => expect(isLoopback(host)).toBe(expected));

  test('to another machine has to be asked for, also when it is redirected to', async () => {
    const transport = new Transport({ retry: QUICK });
    await expect(transport.request(new URL('http://registry.example.org/v2/'), LIMIT)).rejects.toThrow('plain HTTP');
    const host = await serve((_, response) => void response.writeHead(302, { location: 'http://example.org/' }).end());
    await expect(transport.request(new URL(`http://${host}/`), LIMIT)).rejects.toThrow('example.org/: plain HTTP');
    expect(new Transport({ plainHttp: ['registry.lan:5000'] }).rules.registryUrl('registry.lan:5000').href).toBe(
      'http://registry.lan:5000/v2/',
    );
  });

  test('redirects end', async () => {
    const host = await serve((_, response) => void response.writeHead(302, { location: '/again' }).end());
    await expect(new Transport({ retry: QUICK }).request(new URL(`http://${host}/`), LIMIT)).rejects.toThrow(
      'redirects',
    );
  });
});

test('a pause grows, and follows what the server asks for up to a limit', () => {
  const policy = { attempts: 4, firstPause: 500, longestPause: 60_000 };
  expect([1, 2, 3].map((attempt) => pauseBefore(attempt, policy, null, 0))).toEqual([500, 1000, 2000]);
  expect(pauseBefore(1, policy, '7', 0)).toBe(7000);
  expect(pauseBefore(1, policy, '7200', 0)).toBe(60_000);
  expect(pauseBefore(1, policy, 'Thu, 01 Jan 1970 00:00:05 GMT', 0)).toBe(5000);
  expect(pauseBefore(1, policy, 'soon', 0)).toBe(500);
  expect([200, 404, 429].map(isTransient)).toEqual([false, false, true]);
});

test('no more than a few requests run at a time', async () => {
  let [running, most] = [0, 0];
  const host = await serve((_, response) => {
    running += 1;
    most = Math.max(most, running);
    setTimeout(() => {
      running -= 1;
      response.end();
    }, 5);
  });
  const transport = new Transport({ retry: QUICK, concurrency: 3 });
  await Promise.all(Array.from({ length: 20 }, () => transport.request(new URL(`http://${host}/`), LIMIT)));
  expect(most).toBe(3);
});
