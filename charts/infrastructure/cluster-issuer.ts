import { AcmeIssuer, type AcmeIssuerProps, type Cluster, Unit } from '../../lib/index.js';

export interface ClusterIssuerOptions extends AcmeIssuerProps {
  /** As the cluster's `certManager({ issuer })` names it. */
  readonly name: string;
  /** Units that a solver needs, such as PowerDNS and its webhook. @default none */
  readonly dependsOn?: readonly Unit[];
}

/** Let's Encrypt for the whole cluster, in cert-manager's namespace because of its secrets (S2-25, S3-60, trap 38). */
export function clusterIssuer(cluster: Cluster, { name, dependsOn = [], ...issuer }: ClusterIssuerOptions): Unit {
  const unit = new Unit(cluster.infrastructure(), 'cluster-issuer', { namespace: 'cert-manager', dependsOn });
  new AcmeIssuer(unit, name, issuer);
  return unit;
}
