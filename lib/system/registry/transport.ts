import { pause } from '../run-program.js';
import { RegistryError, shownUrl } from './error.js';
import { Limit } from './limit.js';
import { readBody } from './read-body.js';
import { isTransient, pauseBefore, RETRY_POLICY, type RetryPolicy } from './retry.js';
import { TransportRules } from './transport-rules.js';

export interface TransportOptions {
  /** Hosts, with their ports, that may be spoken to without TLS. @default this machine alone */
  readonly plainHttp?: readonly string[];
  /** Requests at a time. @default 6 */
  readonly concurrency?: number;
  /** Longest silence of a server, in milliseconds. @default 30 seconds */
  readonly silence?: number;
  /** Longest time of one try, in milliseconds. @default 5 minutes */
  readonly deadline?: number;
  /** @default four tries */
  readonly retry?: RetryPolicy;
}

export interface RequestOptions {
  /** @default 'GET' */
  readonly method?: 'GET' | 'HEAD' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  /** Value of the Authorization header; it goes to the host of the address alone. @default none */
  readonly authorization?: string;
  /** Form of a POST. @default none */
  readonly form?: Readonly<Record<string, string>>;
  /** Most bytes of an answer. */
  readonly limit: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** Where it came from, after redirects. */
  readonly url: URL;
}

const MOST_REDIRECTS = 10;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** HTTP as registries need it: few at a time, patient, bounded, and careful with what it sends where. */
export class Transport {
  readonly rules: TransportRules;
  private readonly limit: Limit;
  private readonly silence: number;
  private readonly deadline: number;
  private readonly retry: RetryPolicy;
  /** Hosts that could not be reached at all: asking them again for every image would take minutes. */
  private readonly gone = new Map<string, RegistryError>();

  constructor(options: TransportOptions = {}) {
    this.rules = new TransportRules(options.plainHttp);
    this.limit = new Limit(options.concurrency ?? 6);
    this.silence = options.silence ?? 30_000;
    this.deadline = options.deadline ?? 300_000;
    this.retry = options.retry ?? RETRY_POLICY;
  }

  /**
   * One answer, whatever its status, after retries of what may pass.
   * @throws RegistryError when no answer can be had.
   */
  async request(url: URL, options: RequestOptions): Promise<Answer> {
    const known = this.gone.get(url.host);
    if (known !== undefined) throw known;
    for (let attempt = 1; ; attempt++) {
      const last = attempt >= this.retry.attempts;
      try {
        const answer = await this.limit.run(() => this.follow(url, options));
        if (last || !isTransient(answer.status)) return answer;
        await pause(pauseBefore(attempt, this.retry, answer.headers.get('retry-after'), Date.now()));
      } catch (error) {
        if (error instanceof RegistryError && error.fault !== 'unreachable' && error.fault !== 'too-slow') throw error;
        const problem = error instanceof RegistryError ? error : describe(error, url);
        if (last || !isWorthRetrying(error)) {
          if (problem.fault === 'unreachable' && isNoWay(error)) this.gone.set(url.host, problem);
          throw problem;
        }
        await pause(pauseBefore(attempt, this.retry, null, 0));
      }
    }
  }

  private async follow(start: URL, options: RequestOptions): Promise<Answer> {
    let url = start;
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      this.rules.check(url);
      const answer = await this.once(url, start, options);
      const location = REDIRECTS.has(answer.status) ? answer.headers.get('location') : null;
      if (location === null) return answer;
      // A form holds a token: it goes to no host but the one it is meant for.
      if (options.form !== undefined) throw new RegistryError('invalid', `${shownUrl(url)}: it redirects a login`);
      url = redirected(location, url);
    }
    throw new RegistryError('invalid', `${shownUrl(start)}: more than ${MOST_REDIRECTS} redirects`);
  }

  private async once(url: URL, start: URL, options: RequestOptions): Promise<Answer> {
    const { method = 'GET', headers = {}, authorization, form, limit } = options;
    const abort = new AbortController();
    const slow = () => abort.abort(new RegistryError('too-slow', `${shownUrl(url)}: the server took too long`));
    let timer = setTimeout(slow, this.silence);
    const deadline = setTimeout(slow, this.deadline);
    try {
      const response = await fetch(url, {
        method,
        headers: {
          ...headers,
          ...(authorization === undefined || url.origin !== start.origin ? {} : { authorization }),
        },
        redirect: 'manual',
        signal: abort.signal,
        ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
      });
      const onPiece = () => {
        clearTimeout(timer);
        timer = setTimeout(slow, this.silence);
      };
      const body = await readBody(response, { limit, url, onPiece });
      return { status: response.status, headers: response.headers, body, url };
    } catch (error) {
      throw abort.signal.aborted ? abort.signal.reason : error;
    } finally {
      clearTimeout(timer);
      clearTimeout(deadline);
      // Ends a connection whose answer was not read whole.
      abort.abort();
    }
  }
}

function redirected(location: string, from: URL): URL {
  try {
    return new URL(location, from);
  } catch {
    throw new RegistryError('invalid', `${shownUrl(from)}: it redirects to what is no address`);
  }
}

function codeOf(error: unknown): string {
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
  return [cause?.code, code].find((value): value is string => typeof value === 'string') ?? '';
}

/** A certificate that is not trusted is not trusted in a second either. */
function isWorthRetrying(error: unknown): boolean {
  return !/^(?:CERT_|ERR_TLS_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_INVALID)/.test(codeOf(error));
}

function isNoWay(error: unknown): boolean {
  return ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'].includes(
    codeOf(error),
  );
}

function describe(error: unknown, url: URL): RegistryError {
  const code = codeOf(error);
  if (!isWorthRetrying(error)) {
    const hint = 'give the authority that signed it in NODE_EXTRA_CA_CERTS';
    return new RegistryError('unreachable', `${url.host}: its certificate is not trusted (${code})`, hint);
  }
  const why = code === '' ? 'the connection broke' : `the connection failed (${code})`;
  return new RegistryError('unreachable', `${shownUrl(url)}: ${why}`, 'see that this machine can reach it');
}
