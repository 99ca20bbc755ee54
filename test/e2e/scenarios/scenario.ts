import type { RunFinding } from '../checks/finding.js';
import type { LiveCluster } from '../live-cluster.js';

export interface ScenarioResult {
  /** What did not hold. @default all held */
  readonly findings?: readonly Omit<RunFinding, 'check'>[];
  /** Why the cluster has nothing to try it with. @default it was tried */
  readonly without?: string;
  /** What of it could not be tried, and why. @default all was tried */
  readonly partly?: string;
}

/** Something that a person or a robot does to a running cluster, and what has to come of it. It leaves all as it was. */
export interface Scenario {
  readonly name: string;
  run(live: LiveCluster): Promise<ScenarioResult>;
}
