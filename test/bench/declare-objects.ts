import type { Chart } from 'cdk8s';
import * as k8s from 'cdk8s-plus-30/lib/imports/k8s.js';

/** Five objects as a small app has them. Both contestants run this very function. */
export function declareObjects(chart: Chart, name: string): void {
  const labels = { 'app.kubernetes.io/name': name };
  new k8s.KubeServiceAccount(chart, 'service-account', { metadata: { name }, automountServiceAccountToken: false });
  new k8s.KubeConfigMap(chart, 'config', {
    metadata: { name },
    data: { LOG_LEVEL: 'info', 'app.conf': 'listen = 8080\nworkers = 2\nroot = /srv/www\n' },
  });
  new k8s.KubeRole(chart, 'role', {
    metadata: { name },
    rules: [{ apiGroups: [''], resources: ['pods', 'services'], verbs: ['get', 'list', 'watch'] }],
  });
  new k8s.KubeService(chart, 'service', {
    metadata: { name, labels },
    spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: k8s.IntOrString.fromString('http') }] },
  });
  new k8s.KubeDeployment(chart, 'deployment', {
    metadata: { name, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations: { 'checksum/config': '0d6f1a2b3c4d5e6f' } },
        spec: {
          serviceAccountName: name,
          securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [
            {
              name,
              image: `registry.example/${name}:1.2.3`,
              ports: [{ name: 'http', containerPort: 8080 }],
              envFrom: [{ configMapRef: { name } }],
              readinessProbe: { httpGet: { path: '/healthz', port: k8s.IntOrString.fromString('http') } },
              resources: {
                requests: { cpu: k8s.Quantity.fromString('50m'), memory: k8s.Quantity.fromString('64Mi') },
                limits: { memory: k8s.Quantity.fromString('128Mi') },
              },
              securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
            },
          ],
        },
      },
    },
  });
}
