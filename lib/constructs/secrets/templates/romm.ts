import * as z from 'zod';
import { asked, copied, given, randomBytes } from '../../secret-values.js';
import { type SecretTemplate, secretTemplate } from '../secret-template.js';
import { databaseName, hostName, line, portText, word } from './credential-text.js';
import type { DatabaseConnection } from './database-connection.js';

/** RomM's variables (S4-05). */
export const rommSchema = () =>
  z.object({
    ROMM_AUTH_SECRET_KEY: z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits'),
    DB_HOST: hostName,
    DB_PORT: portText,
    DB_NAME: databaseName,
    DB_USER: databaseName,
    DB_PASSWD: line,
    IGDB_CLIENT_ID: word,
    IGDB_CLIENT_SECRET: word,
  });

export type RommCredentials = z.infer<ReturnType<typeof rommSchema>>;

/** The Secret `romm-secret`: sessions, a MariaDB database, and the game data of IGDB (S4-05). */
export function rommCredentials({
  database,
}: {
  readonly database: DatabaseConnection;
}): SecretTemplate<keyof RommCredentials> {
  const ofIgdb = (what: string) => asked(`${what} of an application at IGDB (Twitch)`, { placeholder: 'placeholder' });
  return secretTemplate(rommSchema, () => ({
    ROMM_AUTH_SECRET_KEY: randomBytes({ bytes: 32, encoding: 'hex', rotation: 'every session ends with the old key' }),
    DB_HOST: given(database.host),
    DB_PORT: given(String(database.port)),
    DB_NAME: given(database.name),
    DB_USER: given(database.user),
    DB_PASSWD: copied(database.password),
    IGDB_CLIENT_ID: ofIgdb('Client id'),
    IGDB_CLIENT_SECRET: ofIgdb('Client secret'),
  }));
}
