/** A value that this backend cannot give, and the way out. */
export class Impossible extends Error {
  constructor(
    fact: string,
    readonly hint: string,
  ) {
    super(fact);
  }
}
