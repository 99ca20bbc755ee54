import type { SecretKey, SecretKeyRef } from '../../../model/secret.js';
import { constant, template } from '../../secret-values.js';

/** How an app reaches its database; every `Database` is one. */
export interface DatabaseConnection {
  readonly host: string;
  readonly port: number;
  /** Name of the database on its server. */
  readonly name: string;
  readonly user: string;
  readonly password: { readonly ref: SecretKeyRef };
}

/** The connection as a URL: `postgresql://user:password@host:port/database`. */
export function databaseUrl(
  scheme: 'postgresql' | 'mysql',
  { host, port, name, user, password }: DatabaseConnection,
): SecretKey {
  const operands = { user: constant(user), password, name: constant(name) };
  return template(`${scheme}://{user}:{password}@${host}:${port}/{name}`, operands, { encode: 'url' });
}
