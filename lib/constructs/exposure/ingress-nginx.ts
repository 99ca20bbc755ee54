import type { Exposure } from '../strategies.js';
import { ingress } from './ingress.js';

/** Who serves Ingresses in the terms of ingress-nginx. Traefik is alive, and reads the same annotations (decision 31). */
export type IngressNginxController = 'ingress-nginx' | 'traefik';

export interface IngressNginxOptions {
  /** @default 'ingress-nginx' */
  readonly controller?: IngressNginxController;
  /** Namespace of the controller. @default the controller's unit's */
  readonly namespace?: string;
  /** @default 'nginx'; 'traefik' for Traefik, so that the class does not go with the other controller */
  readonly className?: string;
}

/** HTTP by an Ingress beside each app, and which controller it is for. */
export interface IngressNginx extends Exposure {
  readonly controller: IngressNginxController;
  readonly className: string;
}

const USUAL = {
  'ingress-nginx': { namespace: 'ingress-nginx', className: 'nginx' },
  traefik: { namespace: 'traefik-ingress', className: 'traefik' },
} as const;

/** HTTP by an Ingress beside the app, with the cluster's certificate and record. */
export function ingressNginx(options: IngressNginxOptions = {}): IngressNginx {
  const { controller = 'ingress-nginx' } = options;
  const { namespace = USUAL[controller].namespace, className = USUAL[controller].className } = options;
  return {
    name: 'ingress-nginx',
    controller,
    className,
    from: { namespace, podLabels: { 'app.kubernetes.io/name': controller } },
    routesPaths: true,
    expose: (scope, route) => ingress(scope, route, { className }),
  };
}
