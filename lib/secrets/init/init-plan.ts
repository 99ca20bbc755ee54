import type { Finding } from '../../model/finding.js';
import type { SealedFile } from '../../model/secret.js';
import type { Random } from '../sops/cipher.js';
import type { Answers } from '../values/answers.js';

export interface InitInput {
  /** Every file of the clusters at hand. */
  readonly files: readonly SealedFile[];
  /** Whether these are all clusters; only then an answer that nobody asks for is an error. */
  readonly allClusters: boolean;
  /** What is on disk, by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** Text of `.sops.yaml`. @default there is none */
  readonly sopsYaml?: string;
  /** The owner's recipient. @default the rules' own */
  readonly recipient?: string;
  /** age identities at hand. */
  readonly identities: readonly string[];
  readonly answers: Answers;
  /** Use placeholders where there is no answer. */
  readonly placeholders: boolean;
  readonly now: Date;
  readonly random: Random;
  /** Rounds of bcrypt as a power of two. @default BCRYPT_COST */
  readonly bcryptCost?: number;
  /** Told of each file that is done with, since sealing thousands takes a while. @default nobody listens */
  readonly onFile?: (path: string) => void;
}

export interface PlannedFile {
  readonly path: string;
  readonly content: string;
  readonly change: 'created' | 'replaced' | 'completed';
}

export interface InitPlan {
  /** Empty when a finding is an error: the tree becomes whole, or stays as it is. */
  readonly write: readonly PlannedFile[];
  /** Paths of files that are fine; they stay byte for byte. */
  readonly kept: readonly string[];
  readonly findings: readonly Finding[];
}

/** Cluster of a path: `kubernetes/<cluster>/…`. */
export function clusterOf(path: string): string {
  return path.split('/')[1] ?? '';
}
