import type { SealedFile } from '../../model/secret.js';
import { faultsOf } from '../file/compare-declaration.js';
import type { FileStatus, Presence } from '../file/file-status.js';
import { inspectSecret, type SealedSecret } from '../file/inspect-secret.js';
import { problem, type SecretProblem, secretId } from '../problem.js';
import { type CreationRule, ruleFor } from '../recipients/creation-rules.js';
import { EXAMPLE_RECIPIENT } from '../recipients/example-recipient.js';
import { SopsError } from '../sops/error.js';

/** What a SOPS file says of itself. */
export function sopsStatus(
  { declaration, path }: SealedFile,
  text: string,
  rules: readonly CreationRule[],
): FileStatus {
  const id = secretId(declaration);
  let sealed: SealedSecret;
  try {
    sealed = inspectSecret(text, path);
  } catch (error) {
    if (!(error instanceof SopsError)) throw error;
    const inClear = error.code === 'SOPS_NOT_SEALED';
    const problems = [problem(inClear ? 'SECRET_IN_CLEAR' : 'SECRET_FILE', id, error.fact, error.hint)];
    return { presence: inClear ? 'in-clear' : 'unreadable', recipients: [], standIns: [], problems };
  }
  const { recipients, standIns, metadata } = sealed;
  const missing = Object.keys(declaration.keys).filter((key) => !sealed.keys.includes(key));
  const recipientState = compareRecipients(recipients, ruleFor(rules, path));
  const problems = [
    ...faultsOf(sealed, declaration),
    ...missing.map((key) => problem('SECRET_KEY_MISSING', id, `key "${key}" is not in the file`, COMPLETE)),
    ...recipientProblems(recipientState, id),
  ];
  const presence = presenceOf(sealed, missing, problems);
  return { presence, recipients, recipientState, lastModified: metadata.lastModified, standIns, problems };
}

const COMPLETE = 'complete it with: npm run secrets -- init --age-key FILE';

function presenceOf(sealed: SealedSecret, missing: readonly string[], problems: readonly SecretProblem[]): Presence {
  if (sealed.inClear.length > 0) return 'in-clear';
  if (problems.some(({ code }) => code === 'SECRET_NAME_DIFFERS')) return 'unreadable';
  if (missing.length > 0) return 'incomplete';
  return sealed.standIns.length > 0 ? 'placeholder' : 'present';
}

function compareRecipients(
  recipients: readonly string[],
  rule: CreationRule | undefined,
): NonNullable<FileStatus['recipientState']> {
  if (rule === undefined || rule.recipients.length === 0) return 'unknown';
  const configured = [...rule.recipients].sort();
  if (configured.join() !== [...recipients].sort().join()) return 'different';
  return configured.every((recipient) => recipient === EXAMPLE_RECIPIENT) ? 'example' : 'configured';
}

function recipientProblems(state: NonNullable<FileStatus['recipientState']>, id: string): SecretProblem[] {
  if (state === 'unknown') {
    const hint = 'add one with: npm run secrets -- init';
    return [problem('SECRET_RULE', id, 'no rule of .sops.yaml says who it is for', hint)];
  }
  if (state !== 'different') return [];
  const hint =
    'bring it up to .sops.yaml with the updatekeys command, or with init --age-key FILE if it is the example’s';
  return [problem('SECRET_RECIPIENTS_DIFFER', id, 'its recipients are not those of .sops.yaml', hint)];
}
