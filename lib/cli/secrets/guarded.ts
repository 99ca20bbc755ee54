import { InputError } from '../../model/error.js';
import { CreationRulesError } from '../../secrets/recipients/creation-rules.js';
import { IdentityError } from '../../secrets/recipients/identity.js';
import { SealedSecretError } from '../../secrets/sealed-secrets/error.js';
import { SopsError } from '../../secrets/sops/error.js';
import { AnswersError } from '../../secrets/values/answers.js';
import type { ExitCode } from '../io.js';
import type { SecretsHost } from './host.js';

const USERS = [InputError, AnswersError, CreationRulesError, IdentityError, SealedSecretError, SopsError];

/** Runs a command. What its user can mend becomes a message and exit code 2, without any value and without a stack. */
export async function guarded(
  host: Pick<SecretsHost, 'stderr' | 'setExitCode'>,
  run: () => Promise<ExitCode>,
): Promise<void> {
  try {
    host.setExitCode(await run());
  } catch (error) {
    if (!isUsers(error)) throw error;
    host.stderr(`error: ${error.message}`);
    if ('hint' in error && typeof error.hint === 'string') host.stderr(`hint: ${error.hint}`);
    host.setExitCode(2);
  }
}

function isUsers(error: unknown): error is Error {
  return USERS.some((kind) => error instanceof kind);
}
