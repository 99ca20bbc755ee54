/** A value that cannot be made of its operands. Never holds a value. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
}
