import * as z from 'zod';
import { asked, copied, generated, given } from '../../secret-values.js';
import { type SecretTemplate, secretTemplate } from '../secret-template.js';
import { databaseName, email, hostName, line, longKey, password, portText } from './credential-text.js';
import type { DatabaseConnection } from './database-connection.js';

/** authentik's settings by the names of its variables: levels are joined by two underscores (S2-21, trap 46). */
export const authentikSchema = () =>
  z.object({
    AUTHENTIK_SECRET_KEY: longKey,
    AUTHENTIK_POSTGRESQL__HOST: hostName,
    AUTHENTIK_POSTGRESQL__PORT: portText,
    AUTHENTIK_POSTGRESQL__NAME: databaseName,
    AUTHENTIK_POSTGRESQL__USER: databaseName,
    AUTHENTIK_POSTGRESQL__PASSWORD: line,
    AUTHENTIK_BOOTSTRAP_PASSWORD: password,
    AUTHENTIK_BOOTSTRAP_TOKEN: longKey,
    AUTHENTIK_BOOTSTRAP_EMAIL: email,
  });

export type AuthentikCredentials = z.infer<ReturnType<typeof authentikSchema>>;

export interface AuthentikCredentialsProps {
  readonly database: DatabaseConnection;
  /** Address of the first administrator. @default it is asked for */
  readonly email?: string;
}

/**
 * Everything that authentik reads from `existingSecret` or by envFrom; the chart ignores its own values below
 * `authentik` once it is given a Secret (S2-16, S2-21, S3-63).
 */
export function authentikCredentials({
  database,
  email: address,
}: AuthentikCredentialsProps): SecretTemplate<keyof AuthentikCredentials> {
  const rotation = 'authentik reads it at its very first start only: change it there, too';
  const question = 'E-mail address of the first authentik administrator';
  return secretTemplate(authentikSchema, () => ({
    AUTHENTIK_SECRET_KEY: generated({ length: 60, rotation: 'every session ends with the old key' }),
    AUTHENTIK_POSTGRESQL__HOST: given(database.host),
    AUTHENTIK_POSTGRESQL__PORT: given(String(database.port)),
    AUTHENTIK_POSTGRESQL__NAME: given(database.name),
    AUTHENTIK_POSTGRESQL__USER: given(database.user),
    AUTHENTIK_POSTGRESQL__PASSWORD: copied(database.password),
    AUTHENTIK_BOOTSTRAP_PASSWORD: generated({ length: 32, rotation }),
    AUTHENTIK_BOOTSTRAP_TOKEN: generated({ length: 60, rotation }),
    AUTHENTIK_BOOTSTRAP_EMAIL:
      address === undefined ? asked(question, { placeholder: 'admin@example.org' }) : given(address),
  }));
}
