import { InputError } from '../../model/error.js';

/** Why a registry gave nothing: how `lock` goes on depends on it. */
export type RegistryFault =
  | 'unreachable'
  | 'unauthorized'
  | 'missing'
  | 'too-large'
  | 'too-slow'
  | 'invalid'
  | 'digest-mismatch'
  | 'insecure';

/** A registry or chart repository did not give what it was asked for. Never holds a credential. */
export class RegistryError extends InputError {
  constructor(
    readonly fault: RegistryFault,
    message: string,
    hint?: string,
  ) {
    super(message, hint);
    this.name = 'RegistryError';
  }
}

/** An address as messages show it: without user, password and query, which may hold a signature. */
export function shownUrl(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}
