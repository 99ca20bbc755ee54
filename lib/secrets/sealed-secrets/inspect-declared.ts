import { problem, type SecretProblem } from '../problem.js';
import { SealedSecretError } from './error.js';
import { type InspectedSealedSecret, inspectSealedSecret } from './inspect.js';

/** What the file of a declared SealedSecret shows, or why it cannot be used. `id` is that of the secret. */
export function inspectDeclared(
  text: string,
  path: string,
  id: string,
): { readonly sealed: InspectedSealedSecret } | { readonly fault: SecretProblem } {
  try {
    return { sealed: inspectSealedSecret(text, path) };
  } catch (error) {
    if (!(error instanceof SealedSecretError)) throw error;
    const code = error.code === 'SEALED_NOT_SEALED' ? 'SECRET_IN_CLEAR' : 'SECRET_FILE';
    return { fault: problem(code, id, error.fact, error.hint) };
  }
}
