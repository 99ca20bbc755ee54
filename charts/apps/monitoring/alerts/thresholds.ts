/** The figures that S1-86 to S1-89 state, and those that we chose where they state none. */
export const THRESHOLDS = {
  /** Failed workflow executions within an hour: more than this is an alert (S1-86). */
  workflowFailuresPerHour: 3,
  /** Used share of a volume or a node's disk, tier 1 (S1-86). */
  storageFull: 0.95,
  /** Used share of the registry's volume, tier 2 (S1-87, S1-89). */
  registryStorage: 0.85,
  /** Share of dynamic apps whose rollout succeeded, tier 2 (S1-87). */
  deploymentSuccess: 0.8,
  /** Seconds, 95th percentile of a dynamic app (S1-87). */
  responseSeconds: 2,
  /** Ours: a daily backup may be two hours late. */
  backupSeconds: 26 * 3600,
  /** Ours: refused requests a week that are worth a look (S1-88). */
  refusedRequestsPerWeek: 100,
  /** Ours: a client's first request is refused by design, so up to half of all requests is normal. */
  registryRefusedShare: 0.5,
  /** Ours: seconds ahead that a trend is drawn (S1-88). */
  trendSeconds: 14 * 24 * 3600,
} as const;
