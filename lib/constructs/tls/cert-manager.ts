import type { Tls } from '../strategies.js';

/** Certificates from a ClusterIssuer, asked for by annotation; the Secret is named after the route. */
export function certManager({ issuer }: { readonly issuer: string }): Tls {
  return {
    name: 'cert-manager',
    certificate: (_scope, { name }) => ({
      secretName: `${name}-tls`,
      annotations: { 'cert-manager.io/cluster-issuer': issuer },
    }),
  };
}
