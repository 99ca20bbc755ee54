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
      /**
       * Each value is sealed for itself and nobody here can open it, as in a SealedSecret: values can be added and
       * replaced beside those that stay. @default the file is sealed as a whole
       */
      readonly extensible?: true;
      /** Keys that hold another constant than the declaration's. @default nobody can tell */
      readonly staleConstants?: ReadonlySet<string>;
    };

export const ABSENT: SecretState = { kind: 'absent' };

/** Whether nothing can be put into a file. */
export function isClosed(state: SecretState): boolean {
  return state.kind === 'sealed' && state.extensible !== true;
}
