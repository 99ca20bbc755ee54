/** What one look at a running cluster says. */
export interface Verdict {
  /** What was looked at: `pods`, `postgres.example.org:5432`. */
  readonly subject: string;
  readonly ok: boolean;
  /** What was seen, or what is wrong. */
  readonly detail: string;
}
