import {
  type CloudflareTunnel,
  type Cluster,
  DeclaredSecret,
  k8s,
  notification,
  Unit,
  webhookToken,
} from '../../lib/index.js';

const NAME = 'flux-webhook';
const PORT = 9292;

/** GitHub tells Flux of a push: reconciled in seconds instead of at the next poll (S1-01 to S1-06). */
export function fluxWebhook(cluster: Cluster, props: { tunnel: CloudflareTunnel; cloudflared: Unit }): Unit {
  const namespace = cluster.fluxNamespace;
  const unit = new Unit(cluster.infrastructure(), NAME, { namespace, dependsOn: [props.cloudflared] });
  const secret = new DeclaredSecret(unit, NAME, webhookToken());
  // The name is part of the URL that GitHub calls: renaming the Receiver breaks the webhook (trap 1).
  new notification.Receiver(unit, NAME, {
    spec: {
      type: 'github',
      events: ['ping', 'push'],
      secretRef: { name: secret.name },
      resources: [{ apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository', name: namespace }],
    },
  });
  // Flux owns a Service "webhook-receiver" on port 80: two owners of one name would undo each other (trap 2).
  new k8s.KubeService(unit, 'service', {
    metadata: { name: NAME },
    spec: {
      type: 'ClusterIP',
      selector: { app: 'notification-controller' },
      ports: [{ name: 'http', port: PORT, targetPort: k8s.IntOrString.fromString('http-webhook') }],
    },
  });
  const access = { own: 'Flux checks the signature of each request' };
  props.tunnel.route(unit, { host: NAME, service: NAME, port: PORT, access });
  return unit;
}
