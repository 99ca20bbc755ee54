/** What is known about a declared secret's file. */
export type SecretState =
  /** There is none, or it is made anew. */
  | { readonly kind: 'absent' }
  /** Its values are at hand. */
  | {
      readonly kind: 'open';
      readonly values: Readonly<Record<string, string>>;
      /** Keys that hold stand-ins. */
      readonly standIns: ReadonlySet<string>;
    }
  /** It stays closed: only the names of its keys are known. */
  | {
      readonly kind: 'sealed';
      readonly keys: ReadonlySet<string>;
      readonly standIns: ReadonlySet<string>;
      /** Sealed for the example recipient alone, so nobody loses anything when it is made anew. */
      readonly disposable: boolean;
    };

export const ABSENT: SecretState = { kind: 'absent' };
