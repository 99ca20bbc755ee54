import * as z from 'zod';
import { generated, given } from '../../secret-values.js';
import { type SecretTemplate, secretTemplate } from '../secret-template.js';
import { databaseName, password } from './credential-text.js';

/** Root and the application's user, by the names that MariaDB's charts know, and what clients need besides. */
export const mariadbSchema = () =>
  z.object({
    'mariadb-root-password': password,
    'mariadb-password': password,
    username: databaseName,
    database: databaseName,
  });

export type MariadbCredentials = z.infer<ReturnType<typeof mariadbSchema>>;

export interface MariadbCredentialsProps {
  /** The application's user; `root` is the administrator. */
  readonly username: string;
  /** @default the user's name */
  readonly database?: string;
}

/** The Secret of a MariaDB server with one database; an operator takes its keys by name (S3-46). */
export function mariadbCredentials({
  username,
  database = username,
}: MariadbCredentialsProps): SecretTemplate<keyof MariadbCredentials> {
  const rotation = 'the database keeps the old password until ALTER USER sets the new one';
  return secretTemplate(mariadbSchema, () => ({
    'mariadb-root-password': generated({ length: 32, rotation }),
    'mariadb-password': generated({ length: 32, rotation }),
    username: given(username),
    database: given(database),
  }));
}
