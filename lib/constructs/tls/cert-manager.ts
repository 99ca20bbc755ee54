import { Certificate } from '../../../imports/cert-manager.io.js';
import type { Tls } from '../strategies.js';

export interface CertManagerOptions {
  /** A ClusterIssuer. */
  readonly issuer: string;
  /**
   * A Certificate of our own beside the annotation (S2-38). It bears the name of its Secret: cert-manager's shim for
   * Ingresses would make one of that name, and leaves alone what is there already (trap 45).
   * @default false: the annotation asks for it
   */
  readonly explicit?: boolean;
}

/** Certificates from a ClusterIssuer, asked for by annotation; the Secret is named after the route. */
export function certManager({ issuer, explicit = false }: CertManagerOptions): Tls {
  return {
    name: 'cert-manager',
    certificate: (scope, { name, host, annotated = true }) => {
      const secretName = `${name}-tls`;
      if (explicit || !annotated) {
        new Certificate(scope, 'certificate', {
          metadata: { name: secretName },
          spec: {
            secretName,
            dnsNames: [host],
            issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: issuer },
          },
        });
      }
      return { secretName, annotations: { 'cert-manager.io/cluster-issuer': issuer } };
    },
  };
}
