import type { Construct } from 'constructs';
import { KubeIngress } from '../k8s.js';
import type { Exposure } from '../strategies.js';
import { unitOf } from '../unit.js';

/** HTTP through ingress-nginx: an Ingress beside the app, with the cluster's certificate and record. */
export function ingressNginx(options: { readonly namespace?: string; readonly className?: string } = {}): Exposure {
  const { namespace = 'ingress-nginx', className = 'nginx' } = options;
  return {
    name: 'ingress-nginx',
    from: { namespace, podLabels: { 'app.kubernetes.io/name': 'ingress-nginx' } },
    expose(scope: Construct, { name, host, service, port, annotations }) {
      const { dns, tls } = unitOf(scope).cluster.settings;
      const certificate = tls.certificate(scope, { name, host });
      new KubeIngress(scope, 'ingress', {
        metadata: {
          name,
          annotations: { ...dns.annotations(host, { proxied: false }), ...certificate?.annotations, ...annotations },
        },
        spec: {
          ingressClassName: className,
          ...(certificate === undefined ? {} : { tls: [{ hosts: [host], secretName: certificate.secretName }] }),
          rules: [
            {
              host,
              http: {
                paths: [
                  { path: '/', pathType: 'Prefix', backend: { service: { name: service, port: { number: port } } } },
                ],
              },
            },
          ],
        },
      });
    },
  };
}
