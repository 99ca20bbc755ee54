import * as z from 'zod';
import { generated, given } from '../../secret-values.js';
import { type SecretTemplate, secretTemplate } from '../secret-template.js';
import { databaseName, password } from './credential-text.js';

/** Keys that Bitnami's chart reads by default, and what its clients need besides (S2-19). */
export const postgresqlSchema = () =>
  z.object({
    'postgres-password': password,
    password,
    username: databaseName,
    database: databaseName,
  });

export type PostgresqlCredentials = z.infer<ReturnType<typeof postgresqlSchema>>;

export interface PostgresqlCredentialsProps {
  /** The application's user; `postgres` is the administrator. */
  readonly username: string;
  /** @default the user's name */
  readonly database?: string;
}

/** The Secret of a PostgreSQL server with one database, for `auth.existingSecret` (S2-16, S2-19). */
export function postgresqlCredentials({
  username,
  database = username,
}: PostgresqlCredentialsProps): SecretTemplate<keyof PostgresqlCredentials> {
  const rotation = 'the database keeps the old password until ALTER ROLE sets the new one';
  return secretTemplate(postgresqlSchema, () => ({
    'postgres-password': generated({ length: 32, rotation }),
    password: generated({ length: 32, rotation }),
    username: given(username),
    database: given(database),
  }));
}
