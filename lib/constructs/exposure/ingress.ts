import type { Construct } from 'constructs';
import { KubeIngress } from '../k8s.js';
import type { WebRoute } from '../strategies.js';
import { unitOf } from '../unit.js';

/** What one controller wants of an Ingress beyond what every one reads. */
export interface IngressController {
  readonly className: string;
  /** Annotations of every Ingress, by whether it has a certificate. @default none */
  readonly annotations?: (options: { readonly tls: boolean }) => Readonly<Record<string, string>>;
}

/** An Ingress beside the app, with the cluster's certificate and record: one host, and one Service but for its `paths`. */
export function ingress(scope: Construct, route: WebRoute, controller: IngressController): void {
  const { name, host, service, port, paths, annotations } = route;
  const { dns, tls } = unitOf(scope).cluster.settings;
  const certificate = tls.certificate(scope, { name, host });
  const hasCertificate = certificate !== undefined;
  new KubeIngress(scope, 'ingress', {
    metadata: {
      name,
      annotations: {
        ...dns.annotations(host, { proxied: false }),
        ...certificate?.annotations,
        ...controller.annotations?.({ tls: hasCertificate }),
        ...annotations,
      },
    },
    spec: {
      ingressClassName: controller.className,
      ...(hasCertificate ? { tls: [{ hosts: [host], secretName: certificate.secretName }] } : {}),
      rules: [
        {
          host,
          http: {
            paths: Object.entries({ ...paths, '/': { service, port } }).map(([path, to]) => ({
              path,
              pathType: 'Prefix',
              backend: { service: { name: to.service, port: { number: to.port } } },
            })),
          },
        },
      ],
    },
  });
}
