import type * as z from 'zod';
import { RegistryError } from './error.js';

/**
 * JSON of a checked form. `subject` is where it came from.
 * @throws RegistryError that names the field that is wrong.
 */
export function readJson<T>(bytes: Uint8Array, schema: z.ZodType<T>, subject: string): T {
  let content: unknown;
  try {
    content = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new RegistryError('invalid', `${subject}: the answer is no JSON`);
  }
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new RegistryError('invalid', `${subject}: ${issue?.path.join('.')}: ${issue?.message}`);
}
