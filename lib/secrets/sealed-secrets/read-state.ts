import type { SecretDeclaration } from '../../model/secret.js';
import { faultsOf } from '../file/compare-declaration.js';
import { problem, type SecretProblem, secretId } from '../problem.js';
import { ABSENT, type SecretState } from '../values/state.js';
import { CERTIFICATE_ANNOTATION } from './annotations.js';
import type { SealingCertificate } from './certificate.js';
import { EXAMPLE_FINGERPRINT } from './example-certificate.js';
import type { InspectedSealedSecret } from './inspect.js';
import { inspectDeclared } from './inspect-declared.js';
import { isUpToDate, staleConstants } from './manifest.js';

/** What a SealedSecret's file is worth: its state, and what is wrong with it. */
export interface SealedSecretState {
  readonly state: SecretState;
  /** Whether there is a file that is made anew. */
  readonly discarded: boolean;
  /** Whether what it shows in clear is not what the declaration says. */
  readonly outdated: boolean;
  readonly problems: readonly SecretProblem[];
}

export interface ReadSealedSecretInput {
  readonly declaration: SecretDeclaration;
  readonly path: string;
  /** @default there is no file */
  readonly text?: string;
  /** The one that it should be sealed for. @default it cannot be read, which is told elsewhere */
  readonly certificate?: Pick<SealingCertificate, 'fingerprint'>;
}

/**
 * Decides whether a SealedSecret is kept, completed or made anew. Nobody here can open it, so what binds it is compared
 * with what was recorded when it was sealed: another name or another certificate is an error, not a surprise in the
 * cluster (trap 87). Only what is sealed for the published example is ever made anew.
 */
export function readSealedSecretState(input: ReadSealedSecretInput): SealedSecretState {
  const { declaration, path, text, certificate } = input;
  if (text === undefined) return { state: ABSENT, discarded: false, outdated: false, problems: [] };
  const id = secretId(declaration);
  const inspected = inspectDeclared(text, path, id);
  if ('fault' in inspected) return broken(declaration, [inspected.fault]);
  const { sealed } = inspected;
  if (certificate === undefined) return broken(declaration, []);
  const binding = bindingProblems(sealed, declaration);
  const isTold = ({ code }: SecretProblem) => binding.some((told) => told.code === code);
  const faults = [...faultsOf(sealed, declaration).filter((fault) => !isTold(fault)), ...binding];
  const disposable = sealed.certificate === EXAMPLE_FINGERPRINT;
  const isFaulty = faults.some(({ severity }) => severity === 'error');
  if (disposable && (certificate.fingerprint !== EXAMPLE_FINGERPRINT || isFaulty)) {
    return { state: ABSENT, discarded: true, outdated: false, problems: [] };
  }
  return {
    state: {
      kind: 'sealed',
      keys: new Set(sealed.keys),
      standIns: new Set(sealed.standIns),
      disposable,
      extensible: true,
      staleConstants: staleConstants(declaration, sealed.constants),
    },
    discarded: false,
    outdated: !isUpToDate(text, path, declaration),
    problems: [...faults, ...certificateProblems(sealed, certificate.fingerprint, id)],
  };
}

function bindingProblems(sealed: InspectedSealedSecret, declaration: SecretDeclaration): SecretProblem[] {
  const id = secretId(declaration);
  const problems: SecretProblem[] = [];
  if (sealed.boundTo !== undefined && sealed.boundTo !== id) {
    const fact = `is sealed as ${sealed.boundTo}, and opens under no other name`;
    const hint = 'declare it under that name, or remove the file to have its values made anew';
    problems.push(problem('SECRET_NAME_DIFFERS', id, fact, hint));
  }
  if (sealed.scope !== 'strict') {
    const hint = 'seal it in strict scope, or remove the file to have its values made anew';
    problems.push(problem('SECRET_FILE', id, `its scope is ${sealed.scope}, so others could open it`, hint));
  }
  return problems;
}

function certificateProblems(sealed: InspectedSealedSecret, fingerprint: string, id: string): SecretProblem[] {
  if (sealed.certificate === undefined) {
    const fact = 'does not say which certificate it is sealed for, since another tool sealed it';
    const hint = `if the controller opens it, annotate it with ${CERTIFICATE_ANNOTATION}: ${fingerprint}`;
    return [{ ...problem('SECRET_CERTIFICATE_UNKNOWN', id, fact, hint), severity: 'warning' }];
  }
  if (sealed.certificate === fingerprint) return [];
  const fact = `is sealed for the key ${sealed.certificate}, and the cluster's certificate has ${fingerprint}`;
  const hint = 'put the earlier certificate back, or remove the file to have its values made anew';
  return [problem('SECRET_FOREIGN', id, fact, hint)];
}

/** A file that cannot be used counts as closed and complete, so that one fault makes one finding. */
function broken({ keys }: SecretDeclaration, problems: readonly SecretProblem[]): SealedSecretState {
  const known = new Set(Object.keys(keys));
  const state: SecretState = { kind: 'sealed', keys: known, standIns: new Set(), disposable: false };
  return { state, discarded: false, outdated: false, problems };
}
