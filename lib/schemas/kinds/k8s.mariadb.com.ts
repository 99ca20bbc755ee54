import * as z from 'zod';
import { duration, fields, flag, keyRef, optionalFields, text, texts, whole } from './field-types.js';
import { passwordPlugin, server } from './mariadb-server.js';
import type { ZodKinds } from './zod-kind.js';

/** What is made inside a server, and by which one. */
const inside = {
  mariaDbRef: optionalFields({ kind: text, name: text, namespace: text, waitForIt: flag }),
};
const reconciliation = {
  cleanupPolicy: z.enum(['Skip', 'Delete']),
  requeueInterval: duration,
  retryInterval: duration,
};
const name = text.max(80);

const user = fields(inside, {
  ...reconciliation,
  name,
  host: text.max(255),
  maxUserConnections: whole,
  passwordSecretKeyRef: keyRef,
  passwordHashSecretKeyRef: keyRef,
  passwordPlugin,
  require: optionalFields({ issuer: text, ssl: flag, subject: text, x509: flag }),
});

const grant = fields(
  { ...inside, privileges: texts.min(1), username: text },
  { ...reconciliation, database: text, table: text, host: text, grantOption: flag },
);

/** mariadb-operator: servers, and what is made inside them. Source: its API reference. */
export const KINDS = {
  MariaDB: { version: 'v1alpha1', scope: 'Namespaced', schema: fields({ spec: server }, {}) },
  Database: {
    version: 'v1alpha1',
    scope: 'Namespaced',
    schema: fields({ spec: fields(inside, { ...reconciliation, name, characterSet: text, collate: text }) }, {}),
  },
  User: { version: 'v1alpha1', scope: 'Namespaced', schema: fields({ spec: user }, {}) },
  Grant: { version: 'v1alpha1', scope: 'Namespaced', schema: fields({ spec: grant }, {}) },
} as const satisfies ZodKinds;
