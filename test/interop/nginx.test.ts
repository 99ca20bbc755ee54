import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { readdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { httpConfig, streamConfig } from '../../lib/constructs/edge/nginx-files.js';
import { findTool } from '../../lib/system/find-tool.js';
import { sayAloud } from '../support/say-aloud.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const MODULES = '/etc/nginx/modules-enabled';
const nginx = findTool('nginx', { path: `${process.env.PATH}:/usr/sbin` });
const stream = nginx === undefined ? false : canStream(nginx);
if (!stream) sayAloud('the configuration of the VPS: nginx with its stream module is not here');

const DOMAIN = 'cluster.example.org';
const folder = temporaryFolder();
const servers: Server[] = [];
/** Texts of the backends that something was sent to. */
const reached: string[] = [];
const udp = createSocket('udp4');
let running: ChildProcess | undefined;
let ports: Record<'tls' | 'alone' | 'http' | 'dns', number>;

(stream ? describe : describe.skip)('S3-41 nginx on the VPS', () => {
  beforeAll(async () => {
    const ingress = await backend('ingress');
    const plain = await backend('HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nplain');
    const otherwise = await backend('otherwise');
    const dns = await backend('dns by TCP');
    await new Promise<void>((done) => udp.bind(dns, '127.0.0.1', done));
    udp.on('message', (text, { port, address }) => udp.send(`dns by UDP: ${text}`, port, address));
    ports = { tls: await freePort(), alone: await freePort(), http: await freePort(), dns: await freePort() };

    const settings = { name: 'test', domain: DOMAIN, ingress: '127.0.0.1', dns: '127.0.0.1' };
    const written = streamConfig({ ...settings, otherwise: `127.0.0.1:${otherwise}` });
    const alone = streamConfig({ name: 'alone', domain: DOMAIN, ingress: '127.0.0.1' });
    const onLoopback = (text: string, tls = ports.tls) =>
      text
        .replaceAll(/^ +listen \[::\]:.*\n/gm, '')
        .replace('listen 443;', `listen 127.0.0.1:${tls};`)
        .replace('listen 80;', `listen 127.0.0.1:${ports.http};`)
        .replaceAll(/listen 53( udp)?;/g, `listen 127.0.0.1:${ports.dns}$1;`)
        .replace('127.0.0.1:443', `127.0.0.1:${ingress}`)
        .replace('http://127.0.0.1:80', `http://127.0.0.1:${plain}`)
        .replaceAll('127.0.0.1:53', `127.0.0.1:${dns}`);
    writeFileSync(join(folder, 'stream.conf'), onLoopback(written) + onLoopback(alone, ports.alone));
    writeFileSync(join(folder, 'http.conf'), onLoopback(httpConfig(settings)));
    writeConfig(folder);
    running = spawn(nginx as string, ['-c', join(folder, 'nginx.conf')], { stdio: 'ignore' });
    await listening(ports.tls);
  });

  afterAll(async () => {
    const gone = new Promise((done) => running?.once('exit', done));
    running?.kill('SIGTERM');
    await gone;
    udp.close();
    for (const server of servers) server.close();
  });

  test('takes the configuration', () => {
    execFileSync(nginx as string, ['-t', '-q', '-c', join(folder, 'nginx.conf')], { stdio: 'pipe' });
  });

  test.each([
    [DOMAIN, 'ingress'],
    [`git.${DOMAIN}`, 'ingress'],
    [`a.b.${DOMAIN}`, 'ingress'],
    [`not${DOMAIN}`, 'otherwise'],
    ['other.example.org', 'otherwise'],
  ])('leads TLS for %s to %s, unread', async (servername, name) => {
    expect(await askTls(ports.tls, servername)).toBe(name);
  });

  test('leads port 80 of the cluster’s names there, for challenges of ACME (trap 89)', async () => {
    const asked = `GET /.well-known/acme-challenge/x HTTP/1.1\r\nHost: git.${DOMAIN}\r\nConnection: close\r\n\r\n`;
    expect(await ask(ports.http, asked)).toMatch(/^HTTP\/1\.1 200/);
  });

  test('leads DNS into the cluster by TCP and by UDP (trap 59)', async () => {
    expect(await ask(ports.dns, 'question')).toBe('dns by TCP');
    const client = createSocket('udp4');
    const answer = new Promise((done) => client.once('message', (text) => done(text.toString())));
    client.send('question', ports.dns, '127.0.0.1');
    expect(await answer).toBe('dns by UDP: question');
    client.close();
  });

  test('closes the connection for other names where nobody answers for them', async () => {
    expect(await askTls(ports.alone, `git.${DOMAIN}`)).toBe('ingress');
    expect(await askTls(ports.alone, 'other.example.org')).toBeUndefined();
  });
});

function canStream(program: string): boolean {
  const where = temporaryFolder();
  writeFileSync(join(where, 'stream.conf'), '');
  writeFileSync(join(where, 'http.conf'), '');
  writeConfig(where);
  try {
    execFileSync(program, ['-t', '-q', '-c', join(where, 'nginx.conf')], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

function writeConfig(where: string): void {
  const modules = existing(MODULES) ? [`include ${MODULES}/*-mod-stream.conf;`] : [];
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${where}/${name};`,
  );
  const http = `http { access_log off; ${temporary.join(' ')} include ${where}/http.conf; }`;
  const main = [...modules, 'daemon off;', `pid ${where}/nginx.pid;`, `error_log ${where}/error.log;`, 'events {}'];
  writeFileSync(join(where, 'nginx.conf'), [...main, `stream { include ${where}/stream.conf; }`, http, ''].join('\n'));
}

function existing(path: string): boolean {
  try {
    return readdirSync(path).some((name) => name.endsWith('-mod-stream.conf'));
  } catch {
    return false;
  }
}

/** A server that answers the first bytes with a text; gives its port. */
function backend(text: string): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      reached.push(text);
      socket.end(text);
    });
  });
  servers.push(server);
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done((server.address() as AddressInfo).port)));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

function ask(port: number, text: string): Promise<string> {
  return read(
    connect(port, '127.0.0.1', function (this: Socket) {
      this.write(text);
    }),
  );
}

/** Who gets a ClientHello with this name; the answer is no TLS, which ends the connection. */
async function askTls(port: number, servername: string): Promise<string | undefined> {
  reached.length = 0;
  const socket = connectTls({ port, host: '127.0.0.1', servername });
  await new Promise((done) => socket.once('error', done));
  return reached[0];
}

function read(socket: Socket): Promise<string> {
  return new Promise((done) => {
    let text = '';
    socket.on('data', (more) => {
      text += more.toString();
    });
    socket.on('error', () => {});
    socket.on('close', () => done(text));
  });
}

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const socket = connect(port, '127.0.0.1');
    const works = await new Promise<boolean>((done) => {
      socket.once('connect', () => done(true));
      socket.once('error', () => done(false));
    });
    socket.destroy();
    if (works) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('nginx does not listen');
}
