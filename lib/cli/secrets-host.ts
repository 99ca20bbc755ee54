import type { SealedFile } from '../model/secret.js';
import type { Done } from './io.js';

/** What the secrets commands need from the program that runs them. */
export interface SecretsHost {
  /** Declared SOPS files of one cluster, or of all. Needs no more than declaring, so it works while synth fails. */
  readonly sealedFiles: (cluster?: string) => Promise<readonly SealedFile[]>;
  /** Folder of the repository. */
  readonly root: string;
  /** Writes one line of data. */
  readonly stdout: (line: string) => void;
  /** Writes one line of status, a finding or an error. */
  readonly stderr: (line: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  readonly random: (bytes: number) => Uint8Array;
  readonly setExitCode: Done;
}
