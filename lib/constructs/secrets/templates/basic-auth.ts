import * as z from 'zod';
import { generated, given } from '../../secret-values.js';
import { type SecretTemplate, secretTemplate } from '../secret-template.js';
import { line, password } from './credential-text.js';

export const basicAuthSchema = () => z.object({ username: line, password });

export type BasicAuth = z.infer<ReturnType<typeof basicAuthSchema>>;

/** A user with a generated password, as a Secret of type kubernetes.io/basic-auth. */
export function basicAuth(username: string): SecretTemplate<keyof BasicAuth> {
  return secretTemplate(basicAuthSchema, () => ({ username: given(username), password: generated({ length: 32 }) }), {
    type: 'kubernetes.io/basic-auth',
  });
}
