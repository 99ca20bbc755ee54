import type { Cluster, IngressNginx, Unit } from '../../lib/index.js';
import { type IngressNginxOptions, ingressNginxController } from './ingress-nginx.js';
import { traefikIngress } from './traefik-ingress.js';

export interface IngressControllerProps extends IngressNginxOptions {
  /** The cluster's exposure, which names the controller. */
  readonly ingress: IngressNginx;
}

/** The controller that the cluster's `ingressNginx()` names: one setting changes it, with the class of every Ingress. */
export function ingressController(cluster: Cluster, { ingress, ...options }: IngressControllerProps): Unit {
  return ingress.controller === 'traefik'
    ? traefikIngress(cluster, { ingress, ...options })
    : ingressNginxController(cluster, options);
}
