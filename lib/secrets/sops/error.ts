export type SopsErrorCode =
  | 'SOPS_SYNTAX'
  | 'SOPS_NOT_SEALED'
  | 'SOPS_ALREADY_SEALED'
  | 'SOPS_UNSUPPORTED'
  | 'SOPS_RECIPIENT'
  | 'SOPS_NO_IDENTITY'
  | 'SOPS_VALUE'
  | 'SOPS_MAC';

/** A SOPS file that cannot be read, opened or trusted. Names the file and the place, never a value. */
export class SopsError extends Error {
  override readonly name = 'SopsError';

  constructor(
    readonly code: SopsErrorCode,
    readonly file: string,
    readonly fact: string,
    /** @default none */
    readonly hint?: string,
  ) {
    super(`${file}: ${fact}`);
  }
}
