import type { ResolvedCluster } from '../../model/cluster.js';
import type { SealedFile } from '../../model/secret.js';
import type { Done } from '../io.js';
import type { Progress } from '../progress.js';

/** What the secrets commands need from the program that runs them. */
export interface SecretsHost {
  /** Declared sealed files of one cluster, or of all. Needs no more than declaring, so it works while synth fails. */
  readonly sealedFiles: (cluster?: string) => Promise<readonly SealedFile[]>;
  /** One cluster, or all, with every object of theirs: to tell who uses a secret. */
  readonly clusters: (cluster?: string) => Promise<readonly ResolvedCluster[]>;
  /** Folder of the repository. */
  readonly root: string;
  /** Writes one line of data. */
  readonly stdout: (line: string) => void;
  /** Writes one line of status, a finding or an error. */
  readonly stderr: (line: string) => void;
  /** Shows how far long work is; silent where nobody looks. */
  readonly progress: (label: string, total: number) => Progress;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  readonly random: (bytes: number) => Uint8Array;
  readonly setExitCode: Done;
}
