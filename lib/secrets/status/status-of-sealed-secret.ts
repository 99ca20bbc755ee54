import type { SealedFile } from '../../model/secret.js';
import { faultsOf } from '../file/compare-declaration.js';
import type { FileStatus, Presence } from '../file/file-status.js';
import { problem, type SecretProblem, secretId } from '../problem.js';
import { readCertificate } from '../sealed-secrets/certificate.js';
import { SealedSecretError } from '../sealed-secrets/error.js';
import { EXAMPLE_FINGERPRINT } from '../sealed-secrets/example-certificate.js';
import { inspectDeclared } from '../sealed-secrets/inspect-declared.js';

/** What a SealedSecret says of itself. `certificate` is the text of the one it should be sealed for. */
export function sealedSecretStatus(
  { declaration, path, certificate: certificatePath = '' }: SealedFile,
  text: string,
  certificate: string | undefined,
  now: Date,
): FileStatus {
  const id = secretId(declaration);
  const inspected = inspectDeclared(text, path, id);
  if ('fault' in inspected) {
    const { fault } = inspected;
    const presence = fault.code === 'SECRET_IN_CLEAR' ? 'in-clear' : 'unreadable';
    return { presence, recipients: [], standIns: [], problems: [fault] };
  }
  const { sealed } = inspected;
  const missing = Object.keys(declaration.keys).filter((key) => !sealed.keys.includes(key));
  const { fingerprint, problems: unusable } = wanted(certificate, certificatePath, id, now);
  const recipientState = compare(sealed.certificate, fingerprint);
  const boundTo = sealed.boundTo ?? id;
  const problems: SecretProblem[] = [
    ...faultsOf(sealed, declaration),
    ...(boundTo === id ? [] : [problem('SECRET_NAME_DIFFERS', id, `its values are sealed for ${boundTo}`, ANEW)]),
    ...missing.map((key) => problem('SECRET_KEY_MISSING', id, `key "${key}" is not in the file`, ANEW)),
    ...(recipientState === 'different'
      ? [problem('SECRET_RECIPIENTS_DIFFER', id, `it is not sealed for ${certificatePath}`, ANEW)]
      : []),
    ...unusable,
  ];
  return {
    presence: presenceOf(secretId(sealed) === id && boundTo === id, sealed.inClear, missing, sealed.standIns),
    recipients: sealed.certificate === undefined ? [] : [sealed.certificate],
    recipientState,
    standIns: sealed.standIns,
    problems,
  };
}

/** Whom the file should be sealed for. What is sealed stays as it is when the certificate expires. */
function wanted(
  text: string | undefined,
  path: string,
  id: string,
  now: Date,
): { readonly fingerprint?: string; readonly problems: readonly SecretProblem[] } {
  if (text === undefined) return { problems: [problem('SECRET_CERTIFICATE', id, `${path} does not exist`, ANEW)] };
  try {
    return { fingerprint: readCertificate(text, path, now).fingerprint, problems: [] };
  } catch (error) {
    if (!(error instanceof SealedSecretError)) throw error;
    return { problems: [problem('SECRET_CERTIFICATE', id, error.message, error.hint)] };
  }
}

const ANEW = 'make it anew with: npm run secrets -- init';

/** Another tool does not record whom it sealed for: then nobody can tell without the controller's key. */
function compare(sealedFor: string | undefined, wanted: string | undefined): NonNullable<FileStatus['recipientState']> {
  if (sealedFor === undefined || wanted === undefined) return 'unknown';
  if (sealedFor !== wanted) return 'different';
  return wanted === EXAMPLE_FINGERPRINT ? 'example' : 'configured';
}

function presenceOf(
  named: boolean,
  inClear: readonly string[],
  missing: readonly string[],
  standIns: readonly string[],
): Presence {
  if (inClear.length > 0) return 'in-clear';
  if (!named) return 'unreadable';
  if (missing.length > 0) return 'incomplete';
  return standIns.length > 0 ? 'placeholder' : 'present';
}
