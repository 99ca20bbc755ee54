import type { ClusterDefinition } from '../model/cluster.js';
import type { LeakReport } from './check-leaks.js';

/** What a command may use of the world; tests give their own. */
export interface Io {
  /** The repository. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  /** Data. */
  out(line: string): void;
  /** Status and problems. */
  err(line: string): void;
}

/** What runs where: the clusters of charts/. */
export interface Platform {
  readonly clusters: readonly ClusterDefinition[];
  /** Looks for leaks in a repository meanwhile, in a thread of its own. @default in this one */
  readonly scanLeaks?: (root: string) => LeakReport | Promise<LeakReport>;
}

/** How a command says its exit code. */
export type Done = (exitCode: ExitCode) => void;

/** 0 fine, 1 findings or differences, 2 usage or crash. */
export type ExitCode = 0 | 1 | 2;
