/** What a sealed Secret's file shows to everyone, whichever way it is sealed. */
export interface ShownSecret {
  readonly name: string;
  readonly namespace: string;
  /** Type, labels and annotations of the Secret that it becomes in the cluster. */
  readonly type: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Names of the values, in order. */
  readonly keys: readonly string[];
  /** Keys whose value stands there in clear. */
  readonly inClear: readonly string[];
  /** Keys that are marked as stand-ins. */
  readonly standIns: readonly string[];
}
