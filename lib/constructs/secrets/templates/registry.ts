import * as z from 'zod';
import type { SecretKeyRef, SecretOperand } from '../../../model/secret.js';
import { jsonWith } from '../../format.js';
import { asked, dockerConfigJson, given, htpasswd } from '../../secret-values.js';
import { type SecretTemplate, secretTemplate } from '../secret-template.js';
import { line, word } from './credential-text.js';

export const registryUserSchema = () =>
  z.object({
    username: z.string().regex(/^[^\s:]+$/, 'a name without spaces and colons'),
    password: line,
    htpasswd: z
      .string()
      .regex(/^[^\s:]+:\$2[aby]\$[0-9]{2}\$[./A-Za-z0-9]{53}\n?$/, 'one line of htpasswd, with bcrypt'),
  });

export type RegistryUser = z.infer<ReturnType<typeof registryUserSchema>>;

/**
 * A registry's user who exists already: the password is asked for, never made anew (S1-13, S1-37, trap 22). The
 * registry reads `htpasswd`; bcrypt takes passwords of up to 72 bytes.
 */
export function registryUser(username: string): SecretTemplate<keyof RegistryUser> {
  return secretTemplate(registryUserSchema, (own) => ({
    username: given(username),
    password: asked(`Password of the existing registry user "${username}"`, { placeholder: 'placeholder' }),
    htpasswd: htpasswd(own('username'), own('password')),
  }));
}

export const pullSecretSchema = () => z.object({ '.dockerconfigjson': jsonWith('auths') });

export type PullSecret = z.infer<ReturnType<typeof pullSecretSchema>>;

/** A pull secret for one registry, of the type without which the kubelet ignores it (S1-19, trap 51). */
export function dockerConfig(
  registry: string,
  username: SecretOperand,
  password: SecretOperand,
): SecretTemplate<keyof PullSecret> {
  return secretTemplate(
    pullSecretSchema,
    () => ({ '.dockerconfigjson': dockerConfigJson(registry, username, password) }),
    { type: 'kubernetes.io/dockerconfigjson' },
  );
}

export const ghcrSchema = () => z.object({ 'github-username': word, 'github-token': word });

export type GhcrCredentials = z.infer<ReturnType<typeof ghcrSchema>>;

/** A GitHub user with a token that may read packages, by the names that the store has them under (S0-08, S0-10). */
export function ghcrCredentials(): SecretTemplate<keyof GhcrCredentials> {
  return secretTemplate(ghcrSchema, () => ({
    'github-username': asked('GitHub user who may read the packages', {
      placeholder: 'placeholder',
      variable: 'GHCR_USERNAME',
    }),
    'github-token': asked('GitHub token of that user with the right read:packages', {
      placeholder: 'placeholder',
      variable: 'GHCR_TOKEN',
    }),
  }));
}

/** The pull secret for ghcr.io in whichever namespace, made of `ghcrCredentials` somewhere in the cluster (S0-12). */
export function ghcrPullSecret(credentials: {
  operand(key: keyof GhcrCredentials): { readonly ref: SecretKeyRef };
}): SecretTemplate<keyof PullSecret> {
  return dockerConfig('ghcr.io', credentials.operand('github-username'), credentials.operand('github-token'));
}
