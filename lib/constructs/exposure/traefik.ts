import type { Exposure } from '../strategies.js';
import { ingress } from './ingress.js';

const ENTRY_POINTS = 'traefik.ingress.kubernetes.io/router.entrypoints';

/**
 * HTTP through Traefik: an Ingress beside the app. With a certificate it answers on `websecure` alone: Traefik
 * would otherwise serve the app in clear text on `web` too.
 */
export function traefik(options: { readonly namespace?: string; readonly className?: string } = {}): Exposure {
  const { namespace = 'kube-system', className = 'traefik' } = options;
  return {
    name: 'traefik',
    from: { namespace, podLabels: { 'app.kubernetes.io/name': 'traefik' } },
    routesPaths: true,
    expose: (scope, route) =>
      ingress(scope, route, {
        className,
        annotations: ({ tls }): Record<string, string> => (tls ? { [ENTRY_POINTS]: 'websecure' } : {}),
      }),
  };
}
