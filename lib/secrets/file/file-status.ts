import type { SecretProblem } from '../problem.js';

/**
 * Whether a secret is there: `placeholder` when a key holds a stand-in, `incomplete` when a declared key is not in the
 * file, `unreadable` when the file is not what it should be, `elsewhere` when the tree only says where it is kept.
 */
export type Presence = 'present' | 'placeholder' | 'incomplete' | 'missing' | 'unreadable' | 'in-clear' | 'elsewhere';

/** What a file says of itself, without any key. */
export interface FileStatus {
  readonly presence: Presence;
  /** age recipients of a SOPS file, sorted; fingerprint of the certificate of a SealedSecret. */
  readonly recipients: readonly string[];
  /**
   * Whether those are whom the file should be for: as `.sops.yaml` or the certificate says; the published example
   * recipient, which is as it should be and opens for nobody; others; or nothing says who it should be.
   * @default no file, or none that can be read
   */
  readonly recipientState?: 'configured' | 'example' | 'different' | 'unknown';
  /** Moment of the last change, `YYYY-MM-DDTHH:MM:SSZ`. @default the form does not record it */
  readonly lastModified?: string;
  /** Keys that hold stand-ins. */
  readonly standIns: readonly string[];
  readonly problems: readonly SecretProblem[];
}
