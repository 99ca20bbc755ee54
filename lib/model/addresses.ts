/** Addresses of a cluster that no manifest of its tree says. A range is a CIDR or `first-last`. */
export interface ClusterAddresses {
  /** Addresses of the Kubernetes API: the virtual one that control planes share (S3-04). @default not known */
  readonly api?: readonly string[];
  /** Addresses or ranges that nodes have; not the network that they share with others. @default not known */
  readonly nodes?: readonly string[];
  /** Networks of pods and of Services. @default not known */
  readonly internal?: readonly string[];
  /** What public records must point to, where that is no address of the cluster (S3-54). @default not known */
  readonly public?: readonly string[];
}
