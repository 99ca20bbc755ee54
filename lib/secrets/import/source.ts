/** Values of one secret as somebody else's file has them. Plaintext: never print, log or write it. */
export interface SourceSecret {
  /** File, and the document in it where there are several: for messages. */
  readonly place: string;
  /** @default the source has no name for it */
  readonly name?: string;
  /** @default the source does not say */
  readonly namespace?: string;
  readonly values: ReadonlyMap<string, string>;
  /** Whether the names are those of environment variables, which know no hyphens, dots and small letters. */
  readonly variables: boolean;
}

/** What one file holds. */
export interface Source {
  readonly secrets: readonly SourceSecret[];
  /** Whether its values were sealed; else whoever reads the file knows them. */
  readonly sealed: boolean;
}

/** Text that may be shown as the name of a key; all else could be a value that slipped there. */
export function isKeyName(text: string): boolean {
  return /^[-._a-zA-Z0-9]{1,253}$/.test(text);
}
