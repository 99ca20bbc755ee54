import { Construct } from 'constructs';
import { Certificate, Issuer } from '../../../imports/cert-manager.io.js';
import { type Unit, unitOf } from '../unit.js';

export interface PrivateCertificateProps {
  /** Secret with `tls.crt`, `tls.key` and `ca.crt`. */
  readonly secretName: string;
  readonly dnsNames: readonly string[];
  /** @default none */
  readonly ipAddresses?: readonly string[];
  /** Labels of the Secret, for who watches it. @default none */
  readonly secretLabels?: Readonly<Record<string, string>>;
}

/**
 * A server's certificate for names inside the cluster, which no public authority signs: from an authority of its own in
 * the same namespace. The authority keeps its key for ten years, so that who trusts it need not be told of renewals.
 */
export class PrivateCertificate extends Construct {
  constructor(scope: Construct, name: string, props: PrivateCertificateProps) {
    super(scope, `private-certificate-${name}`);
    const unit: Unit = unitOf(this);
    const { secretName, dnsNames, ipAddresses = [], secretLabels } = props;
    const authority = `${name}-ca`;
    const issuerKind = { kind: 'Issuer', group: 'cert-manager.io' } as const;
    new Issuer(this, 'self-signed', { metadata: { name: `${name}-self-signed` }, spec: { selfSigned: {} } });
    new Certificate(this, 'authority', {
      metadata: { name: authority },
      spec: {
        isCA: true,
        commonName: `${unit.namespace} ${authority}`,
        secretName: authority,
        duration: '87600h',
        renewBefore: '8760h',
        privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Never' },
        issuerRef: { ...issuerKind, name: `${name}-self-signed` },
      },
    });
    new Issuer(this, 'issuer', { metadata: { name: authority }, spec: { ca: { secretName: authority } } });
    new Certificate(this, 'certificate', {
      metadata: { name },
      spec: {
        secretName,
        ...(secretLabels === undefined ? {} : { secretTemplate: { labels: { ...secretLabels } } }),
        dnsNames: [...dnsNames],
        ...(ipAddresses.length === 0 ? {} : { ipAddresses: [...ipAddresses] }),
        duration: '8760h',
        renewBefore: '720h',
        privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
        issuerRef: { ...issuerKind, name: authority },
      },
    });
  }
}
