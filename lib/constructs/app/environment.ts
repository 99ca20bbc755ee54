import type { SecretKeyValue } from '../declared-secret.js';
import type { EnvFromSource, EnvVar } from '../k8s.js';
import type { Checksummed } from './checksum.js';

/** Value of an environment variable: text, a key of a secret, or a field of the pod such as `status.podIP`. */
export type EnvValue = string | number | boolean | SecretKeyValue | { readonly field: string };

export type Environment = Readonly<Record<string, EnvValue>>;

/** Environment variables in Kubernetes' form. Numbers and booleans become text, as containers get them. */
export function toEnvVars(environment: Environment): EnvVar[] {
  return Object.entries(environment).map(([name, value]) => {
    if (typeof value !== 'object') return { name, value: String(value) };
    if ('field' in value) return { name, valueFrom: { fieldRef: { fieldPath: value.field } } };
    return { name, valueFrom: { secretKeyRef: { name: value.secretName, key: value.key } } };
  });
}

/** All keys of secrets as variables (S3-63). */
export function toEnvFrom(secrets: readonly { readonly name: string }[]): EnvFromSource[] {
  return secrets.map(({ name }) => ({ secretRef: { name } }));
}

/** What the variables depend on, so that a change restarts the pod. */
export function environmentInputs(environment: Environment): Checksummed[] {
  return Object.values(environment).flatMap((value) =>
    typeof value === 'object' && 'secret' in value ? [value.secret] : [],
  );
}
