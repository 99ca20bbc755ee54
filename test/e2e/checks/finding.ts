/** What a check of a run found wrong: the object or unit, and the words of whoever said so. */
export interface RunFinding {
  readonly check: string;
  readonly subject: string;
  readonly message: string;
}
