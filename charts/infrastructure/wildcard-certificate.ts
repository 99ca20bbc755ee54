import { type Cluster, certManagement, Unit } from '../../lib/index.js';

export interface WildcardCertificateProps {
  /** Name of the ClusterIssuer; one that proves names by DNS-01. */
  readonly issuer: string;
  /** Its unit. */
  readonly issuerUnit: Unit;
  /** Where the Secret has to be: the controller's namespace that serves it by default. */
  readonly namespace: string;
}

/** Name of the certificate's Secret. */
export const WILDCARD_SECRET = 'wildcard-tls';

/** One certificate for every host of the cluster's domain that has none of its own (S3-60). */
export function wildcardCertificate(cluster: Cluster, props: WildcardCertificateProps): Unit {
  const { issuer, issuerUnit, namespace } = props;
  const unit = new Unit(cluster.infrastructure(), 'wildcard-certificate', {
    namespace,
    dependsOn: [issuerUnit],
    // The record has to reach the secondary before Let's Encrypt may look.
    timeout: '15m',
  });
  const { domain } = cluster.settings;
  new certManagement.Certificate(unit, WILDCARD_SECRET, {
    metadata: { name: WILDCARD_SECRET },
    spec: {
      secretName: WILDCARD_SECRET,
      dnsNames: [`*.${domain}`, domain],
      issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: issuer },
    },
  });
  return unit;
}
