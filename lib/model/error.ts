/** Input that cannot be used at all: a command ends with it, prints subject, fact and hint, and exits with 2. */
export class InputError extends Error {
  constructor(
    message: string,
    /** The way out. */
    readonly hint?: string,
  ) {
    super(message);
    this.name = 'InputError';
  }
}
