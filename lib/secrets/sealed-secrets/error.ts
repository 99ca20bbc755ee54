export type SealedSecretErrorCode =
  /** No YAML. */
  | 'SEALED_SYNTAX'
  /** A plain Secret where a SealedSecret should be. */
  | 'SEALED_NOT_SEALED'
  /** Something else than one SealedSecret in the form that is current. */
  | 'SEALED_UNSUPPORTED'
  /** A certificate that nothing can be sealed for. */
  | 'SEALED_CERTIFICATE';

/** A SealedSecret or a certificate that cannot be used. Names the file and the fact, never a value. */
export class SealedSecretError extends Error {
  override readonly name = 'SealedSecretError';

  constructor(
    readonly code: SealedSecretErrorCode,
    readonly file: string,
    readonly fact: string,
    /** @default none */
    readonly hint?: string,
  ) {
    super(`${file}: ${fact}`);
  }
}
