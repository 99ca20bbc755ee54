/** What a person has to know to make the records of a cluster's hosts. */
export interface RecordsByHand {
  /** What every record points at, in words: `the address of Traefik’s LoadBalancer`. */
  readonly target: string;
  /** Service of type LoadBalancer that has the address. @default the cluster does not know the address */
  readonly service?: { readonly namespace: string; readonly name: string };
}
