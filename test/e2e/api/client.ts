import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import type { JsonObject } from '../../../lib/model/json.js';

/** An answer of the API that says no, with its own words. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

export interface ApiAddress {
  readonly port: number;
  readonly ca: string;
  readonly token: string;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const APPLY = 'application/apply-patch+yaml';
const MERGE = 'application/merge-patch+json';
const JSON_TYPE = 'application/json';

/** The Kubernetes API over loopback, as JSON. */
export class ApiClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });

  constructor(private readonly address: ApiAddress) {}

  get(path: string, accept = JSON_TYPE): Promise<JsonObject> {
    return this.send('GET', path, undefined, JSON_TYPE, accept);
  }

  /** Whether the API is done with all that it does when it starts. @throws ApiError with what is not ok */
  async healthy(): Promise<true> {
    await textOf(await this.open('GET', '/healthz', undefined, JSON_TYPE, '*/*'));
    return true;
  }

  create(path: string, object: JsonObject): Promise<JsonObject> {
    return this.send('POST', path, object);
  }

  merge(path: string, patch: JsonObject): Promise<JsonObject> {
    return this.send('PATCH', path, patch, MERGE);
  }

  /** Server-side apply. A dry run goes through everything but storage. */
  apply(path: string, object: JsonObject, { manager = 'e2e', dryRun = false } = {}): Promise<JsonObject> {
    const query = `fieldManager=${manager}&force=true${dryRun ? '&dryRun=All' : ''}`;
    return this.send('PATCH', `${path}?${query}`, object, APPLY);
  }

  delete(path: string): Promise<JsonObject> {
    return this.send('DELETE', path);
  }

  /** Events of a watch, one after the other, until it ends or `stop` says so. */
  async *watch(
    path: string,
    stop: AbortSignal,
  ): AsyncGenerator<{ readonly type: string; readonly object: JsonObject }> {
    const response = await this.open('GET', path, undefined, JSON_TYPE, JSON_TYPE, stop);
    let rest = '';
    for await (const chunk of response.setEncoding('utf8')) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') yield JSON.parse(line);
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private async send(method: Method, path: string, body?: JsonObject, type = JSON_TYPE, accept = JSON_TYPE) {
    const response = await this.open(method, path, body, type, accept);
    return JSON.parse(await textOf(response)) as JsonObject;
  }

  private async open(
    method: Method,
    path: string,
    body: JsonObject | undefined,
    type: string,
    accept: string,
    signal?: AbortSignal,
  ): Promise<IncomingMessage> {
    const { port, ca, token } = this.address;
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      accept,
      authorization: `Bearer ${token}`,
      ...(text === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(text) }),
    };
    const options = { host: '127.0.0.1', port, path, method, headers, ca, agent: this.agent };
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const sent = request(signal === undefined ? options : { ...options, signal }, resolve);
      sent.once('error', reject);
      sent.end(text);
    });
    const { statusCode = 0 } = response;
    if (statusCode < 300) return response;
    throw errorOf(statusCode, await textOf(response));
  }
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function errorOf(status: number, text: string): ApiError {
  try {
    const { reason, message } = JSON.parse(text) as { reason?: string; message?: string };
    return new ApiError(status, reason ?? '', message ?? text);
  } catch {
    return new ApiError(status, '', text.trim());
  }
}
