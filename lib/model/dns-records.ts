/** What a person has to know to make the records of a cluster's hosts. */
export interface RecordsByHand {
  /** What every record points at, in words: `the address of Traefik’s LoadBalancer`. */
  readonly target: string;
  /** Command that prints it. @default nobody knows one */
  readonly lookup?: string;
}
