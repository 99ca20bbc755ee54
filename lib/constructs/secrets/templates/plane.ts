import * as z from 'zod';
import { asked, generated } from '../../secret-values.js';
import { type SecretTemplate, secretTemplate } from '../secret-template.js';
import { longKey, password } from './credential-text.js';
import { type DatabaseConnection, databaseUrl } from './database-connection.js';

/** The HelmRelease puts each into a value of the chart, by `valuesFrom` with a `targetPath` (S4-07). */
export const planeSchema = () =>
  z.object({
    /** `env.pgdb_remote_url` */
    PLANE_DB_URL: z
      .string()
      // Helm would take a comma or backslash in a single value for syntax.
      .regex(
        /^postgres(?:ql)?:\/\/[^\s@,\\]+@[^\s/,\\]+\/[^\s,\\]+$/,
        'postgresql://user:password@host/database, with "," and "\\" percent-encoded',
      ),
    /** `env.secret_key` */
    PLANE_SECRET_KEY: longKey,
    /** `env.live_server_secret_key` */
    PLANE_LIVE_SERVER_SECRET_KEY: longKey,
    /** `rabbitmq.default_password` */
    PLANE_RABBITMQ_PASSWORD: password,
    /** `minio.root_password` */
    PLANE_MINIO_PASSWORD: password,
  });

export type PlaneCredentials = z.infer<ReturnType<typeof planeSchema>>;

export interface PlaneCredentialsProps {
  /** @default its URL is asked for */
  readonly database?: DatabaseConnection;
}

/** The Secret `plane-secret` (S4-07). */
export function planeCredentials({ database }: PlaneCredentialsProps = {}): SecretTemplate<keyof PlaneCredentials> {
  const placeholder = 'postgresql://plane:placeholder@database.example/plane';
  const question = "Address of Plane's database: postgresql://user:password@host/database";
  return secretTemplate(planeSchema, () => ({
    PLANE_DB_URL: database === undefined ? asked(question, { placeholder }) : databaseUrl('postgresql', database),
    PLANE_SECRET_KEY: generated({ length: 50, rotation: 'what Plane has encrypted with the old key is lost' }),
    PLANE_LIVE_SERVER_SECRET_KEY: generated({ length: 40 }),
    PLANE_RABBITMQ_PASSWORD: generated({ length: 32, rotation: 'RabbitMQ keeps the old one in its volume' }),
    PLANE_MINIO_PASSWORD: generated({ length: 32 }),
  }));
}
