import type { SecretDeclaration } from '../../model/secret.js';
import { problem, type SecretCode, type SecretProblem, secretId } from '../problem.js';
import type { CreationRule } from '../recipients/creation-rules.js';
import { EXAMPLE_RECIPIENT } from '../recipients/example-recipient.js';
import { SopsError } from '../sops/error.js';
import { type OpenedFile, openYaml } from '../sops/open.js';
import { ABSENT, type SecretState } from '../values/state.js';
import { faultsOf, sameClearPart } from './compare-declaration.js';
import { inspectSecret, type SealedSecret } from './inspect-secret.js';
import { secretValues } from './secret-manifest.js';

/** What one file is worth: its state, and what is wrong with it. */
export interface FileState {
  readonly state: SecretState;
  /** @default the file is not opened */
  readonly opened?: OpenedFile;
  /** Whether there is a file that is made anew. */
  readonly discarded: boolean;
  /** Whether its clear part is not what the declaration says. */
  readonly outdated: boolean;
  readonly problems: readonly SecretProblem[];
}

export interface ReadFileInput {
  readonly declaration: SecretDeclaration;
  readonly path: string;
  /** @default there is no file */
  readonly text?: string;
  readonly rule: CreationRule;
  /** age identities at hand. */
  readonly identities: readonly string[];
}

/**
 * Decides whether a file is kept, opened or made anew. Only what is sealed for the example recipient alone is ever made
 * anew: when another recipient is configured, or when it is not what the declaration says.
 */
export async function readFileState({ declaration, path, text, rule, identities }: ReadFileInput): Promise<FileState> {
  if (text === undefined) return { state: ABSENT, discarded: false, outdated: false, problems: [] };
  const id = secretId(declaration);
  let sealed: SealedSecret;
  try {
    sealed = inspectSecret(text, path);
  } catch (error) {
    return broken(declaration, fromSops(error, id));
  }
  const faults = faultsOf(sealed, declaration);
  const outdated = !sameClearPart(sealed, declaration);
  const disposable = isExampleAlone(sealed.recipients);
  if (disposable && (!isExampleAlone(rule.recipients) || faults.length > 0 || outdated)) {
    return { state: ABSENT, discarded: true, outdated: false, problems: [] };
  }
  const standIns = new Set(sealed.standIns);
  const closed: SecretState = { kind: 'sealed', keys: new Set(sealed.keys), standIns, disposable };
  let opened: OpenedFile | undefined;
  try {
    if (identities.length > 0) opened = await openYaml(text, path, identities);
  } catch (error) {
    if (!(error instanceof SopsError) || error.code !== 'SOPS_NO_IDENTITY')
      return broken(declaration, fromSops(error, id));
  }
  const problems = [...faults, ...recipientProblems(sealed, rule, opened !== undefined, id)];
  if (outdated && opened === undefined && !problems.some(({ severity }) => severity === 'error')) {
    const fact = 'its type, labels or annotations are not what the declaration says, and the file is not opened';
    problems.push(problem('SECRET_NEEDS_IDENTITY', id, fact, 'open it with --age-key FILE'));
  }
  if (opened === undefined) return { state: closed, discarded: false, outdated, problems };
  const state: SecretState = { kind: 'open', values: secretValues(opened.plain, path), standIns };
  return { state, opened, discarded: false, outdated, problems };
}

function recipientProblems(sealed: SealedSecret, rule: CreationRule, isOpen: boolean, id: string): SecretProblem[] {
  const configured = new Set(rule.recipients);
  const shared = sealed.recipients.filter((recipient) => configured.has(recipient));
  if (shared.length === configured.size && shared.length === sealed.recipients.length) return [];
  if (shared.length === 0 && !isOpen) {
    const fact = `is sealed for ${sealed.recipients.join(', ') || 'nobody'}, none of which .sops.yaml names`;
    return [problem('SECRET_FOREIGN', id, fact, 'open it with --age-key FILE, or remove it to have it made anew')];
  }
  const hint = 'bring it up to .sops.yaml with the updatekeys command';
  const differ = problem('SECRET_RECIPIENTS_DIFFER', id, 'its recipients are not those of .sops.yaml', hint);
  return [{ ...differ, severity: 'warning' }];
}

function isExampleAlone(recipients: readonly string[]): boolean {
  return recipients.length === 1 && recipients[0] === EXAMPLE_RECIPIENT;
}

function fromSops(error: unknown, id: string): SecretProblem {
  if (!(error instanceof SopsError)) throw error;
  const code: SecretCode = error.code === 'SOPS_NOT_SEALED' ? 'SECRET_IN_CLEAR' : 'SECRET_FILE';
  return problem(code, id, error.fact, error.hint);
}

/** A file that cannot be used counts as closed and complete, so that one fault makes one finding. */
function broken({ keys }: SecretDeclaration, found: SecretProblem): FileState {
  const state: SecretState = {
    kind: 'sealed',
    keys: new Set(Object.keys(keys)),
    standIns: new Set(),
    disposable: false,
  };
  return { state, discarded: false, outdated: false, problems: [found] };
}
