import * as z from 'zod';
import { generated } from '../../secret-values.js';
import { type SecretTemplate, secretTemplate } from '../secret-template.js';
import { password } from './credential-text.js';

/** The key that Bitnami's chart reads by default (S2-20). */
export const redisSchema = () => z.object({ 'redis-password': password });

export type RedisCredentials = z.infer<ReturnType<typeof redisSchema>>;

/** The Secret of a Redis or Valkey server, for `auth.existingSecret` (S2-16, S2-20). */
export function redisCredentials(): SecretTemplate<keyof RedisCredentials> {
  return secretTemplate(redisSchema, () => ({ 'redis-password': generated({ length: 32 }) }));
}
