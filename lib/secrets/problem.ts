import type { Finding } from '../model/finding.js';
import type { SealedFile, SecretDeclaration, SecretKeyRef } from '../model/secret.js';

/** Everything that can be wrong with a cluster's secrets or their files. */
export type SecretCode =
  | 'SECRET_DECLARED_TWICE'
  | 'SECRET_REFERENCE_UNKNOWN'
  | 'SECRET_CYCLE'
  | 'SECRET_NEEDS_IDENTITY'
  | 'SECRET_NEEDS_VALUE'
  | 'SECRET_ANSWER_MISSING'
  | 'SECRET_ANSWER_UNKNOWN'
  | 'SECRET_VALUE_REFUSED'
  | 'SECRET_VALUE_IMPOSSIBLE'
  | 'SECRET_STAND_IN'
  | 'SECRET_FOREIGN'
  | 'SECRET_RECIPIENTS_DIFFER'
  | 'SECRET_CERTIFICATE'
  | 'SECRET_CERTIFICATE_UNKNOWN'
  | 'SECRET_RULE'
  | 'SECRET_FILE'
  | 'SECRET_NAME_DIFFERS'
  | 'SECRET_KEY_EXTRA'
  | 'SECRET_KEY_MISSING'
  | 'SECRET_IN_CLEAR'
  | 'SECRET_FILE_MISSING'
  | 'SECRET_VALUE_EXISTS'
  | 'SECRET_NOT_SETTABLE'
  | 'SECRET_ANSWER_SAME'
  | 'SECRET_OTHER_KEYS';

/** A problem before it has a place in the tree. Never holds a value. */
export interface SecretProblem {
  readonly code: SecretCode;
  readonly severity: 'error' | 'warning';
  /** `<namespace>/<name>` of the secret. */
  readonly secret: string;
  readonly message: string;
  /** @default none */
  readonly hint?: string;
}

/** `automation/n8n`: how a secret is called within its cluster. */
export function secretId({ namespace, name }: Pick<SecretDeclaration, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}

/** `automation/n8n:encryptionKey`: one key of a secret. */
export function keyId(ref: SecretKeyRef): string {
  return `${secretId(ref)}:${ref.key}`;
}

/** An error about a secret. */
export function problem(code: SecretCode, secret: string, message: string, hint?: string): SecretProblem {
  return { code, severity: 'error', secret, message, ...(hint === undefined ? {} : { hint }) };
}

/** A problem at its place in the tree; the cluster alone where no file is known. */
export function problemAt(found: SecretProblem, cluster: string, file: SealedFile | undefined): Finding {
  const { code, severity, message, hint, secret } = found;
  return {
    code,
    severity,
    message,
    field: `Secret/${secret}`,
    origin: file?.origin ?? { cluster, source: file?.path ?? cluster },
    ...(file === undefined ? {} : { file: file.path }),
    ...(hint === undefined ? {} : { hint }),
  };
}
