import { RegistryError, shownUrl } from './error.js';

const LOOPBACK = /^(?:localhost|[\w.-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** True for a host that is this machine. `host` may have a port. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host.replace(/:\d+$/, ''));
}

/** Whether a host may be spoken to without TLS: this machine, and what the user names. */
export class TransportRules {
  private readonly plain: ReadonlySet<string>;

  constructor(plainHttp: readonly string[] = []) {
    this.plain = new Set(plainHttp);
  }

  allowsPlain(host: string): boolean {
    return this.plain.has(host) || isLoopback(host);
  }

  /** Base address of an OCI registry: plain HTTP exactly where it is allowed. */
  registryUrl(registry: string): URL {
    const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry;
    return new URL(`${this.allowsPlain(host) ? 'http' : 'https'}://${host}/v2/`);
  }

  /** @throws RegistryError for an address that anybody on the way could read or change. */
  check(url: URL): void {
    if (url.protocol === 'https:' || (url.protocol === 'http:' && this.allowsPlain(url.host))) return;
    if (url.protocol !== 'http:')
      throw new RegistryError('insecure', `${shownUrl(url)}: ${url.protocol} is no way to a registry`);
    throw new RegistryError(
      'insecure',
      `${shownUrl(url)}: plain HTTP, which anybody on the way can change`,
      `use https, or allow it with --plain-http ${url.host}`,
    );
  }
}
