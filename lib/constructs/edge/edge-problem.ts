/** Something that cannot be applied as it was declared. */
export interface EdgeProblem {
  readonly field: string;
  readonly message: string;
  readonly hint: string;
}

/** A value, and what is wrong with it. */
export interface Judged<Value> {
  readonly value: Value;
  readonly problems: readonly EdgeProblem[];
}
