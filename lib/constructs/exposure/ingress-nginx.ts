import type { Exposure } from '../strategies.js';
import { ingress } from './ingress.js';

/** HTTP through ingress-nginx: an Ingress beside the app, with the cluster's certificate and record. */
export function ingressNginx(options: { readonly namespace?: string; readonly className?: string } = {}): Exposure {
  const { namespace = 'ingress-nginx', className = 'nginx' } = options;
  return {
    name: 'ingress-nginx',
    from: { namespace, podLabels: { 'app.kubernetes.io/name': 'ingress-nginx' } },
    expose: (scope, route) => ingress(scope, route, { className }),
  };
}
