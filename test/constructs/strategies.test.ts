import {
  asked,
  type Cluster,
  certManager,
  ciliumLoadBalancer,
  cloudflareTunnel,
  constant,
  DeclaredSecret,
  dockerConfig,
  externalDns,
  externalSecrets,
  gatewayApi,
  generated,
  genericStore,
  ingressNginx,
  k8s,
  manualDns,
  metalLb,
  pullSecretRegistry,
  traefik,
  Unit,
  variable,
  WebApp,
} from '../../lib/index.js';
import { describeGolden } from '../support/golden.js';
import { render, type TestSettings } from '../support/test-cluster.js';

/** The app is the same for every strategy; it names host and port, and nothing of how they are reached. */
function app(c: Cluster): void {
  const unit = new Unit(c.apps('demo'), 'app');
  const key = new DeclaredSecret(unit, 'app', { token: generated({ length: 32 }) });
  new WebApp(unit, 'app', { image: c.image('demo'), port: 3000, host: 'app', env: { TOKEN: key.ref('token') } });
}

const store = genericStore({ name: 'pulumi', broughtBy: 'the test' });

/** A Service that wants an address of its own. */
function addressed(c: Cluster): void {
  const unit = new Unit(c.infrastructure('network'), 'dns');
  const metadata = (name: string, address?: string) => ({
    name,
    annotations: { ...c.settings.loadBalancer.annotations(address) },
  });
  const spec = { type: 'LoadBalancer', selector: { app: 'dns' }, ports: [{ port: 53, protocol: 'UDP' }] };
  new k8s.KubeService(unit, 'dns', { metadata: metadata('dns', '10.0.3.3'), spec });
  new k8s.KubeService(unit, 'any', { metadata: metadata('any'), spec });
}

const exposed = (settings: TestSettings) => () => render(settings, app, 'apps/demo/app');
const whole = (settings: TestSettings) => () => render(settings, app);

const registry = (name: string, host: string, prefix: string) =>
  pullSecretRegistry({
    name,
    prefix,
    secretName: `${name}-pull-secret`,
    credentials: dockerConfig(host, constant('robot'), {
      ref: { namespace: 'registry', name: 'users', key: 'password' },
    }),
  });

const dns = externalDns({ annotationPrefix: 'external-dns.alpha.kubernetes.io/', target: '172.16.48.86' });
const cloudflareDns = externalDns({ annotationPrefix: 'external-dns.alpha.kubernetes.io/', cloudflare: true });
const tunnel = cloudflareTunnel({ tunnelId: '00000000-0000-4000-8000-000000000000' });
const gateway = gatewayApi({ name: 'main', namespace: 'gateway', listener: 'https' });

describeGolden('strategies', {
  'exposure-cloudflare-tunnel': exposed({ exposure: tunnel, dns: cloudflareDns }),
  'exposure-ingress-nginx': exposed({ exposure: ingressNginx() }),
  'exposure-gateway-api': exposed({ exposure: gateway }),
  'exposure-traefik': exposed({ exposure: traefik(), tls: certManager({ issuer: 'letsencrypt' }) }),
  'exposure-traefik-edge': exposed({ exposure: traefik() }),
  'tls-cert-manager-explicit': exposed({ tls: certManager({ issuer: 'letsencrypt', explicit: true }) }),
  'tls-cert-manager': exposed({ tls: certManager({ issuer: 'letsencrypt' }) }),
  'dns-external-ingress': exposed({ dns, tls: certManager({ issuer: 'letsencrypt' }) }),
  'dns-external-gateway': exposed({ exposure: gateway, dns: cloudflareDns }),
  'dns-manual-tunnel': exposed({ exposure: tunnel, dns: manualDns() }),
  'load-balancer-cilium': () => render({ loadBalancer: ciliumLoadBalancer() }, addressed, 'infrastructure/network/dns'),
  'load-balancer-metallb': () => render({ loadBalancer: metalLb() }, addressed, 'infrastructure/network/dns'),
  'secrets-external': exposed({ secrets: externalSecrets({ store, refreshInterval: '30m' }) }),
  'registry-own': exposed({ registry: registry('registry', 'registry.example.org', 'ghcr.io/example/') }),
  'registry-ghcr': () =>
    render(
      { registry: registry('ghcr', 'ghcr.io', 'ghcr.io/example/'), secrets: externalSecrets({ store }) },
      (c) => {
        const users = new Unit(c.infrastructure('registry'), 'users');
        new DeclaredSecret(users, 'users', { password: asked('Password of the robot', { placeholder: 'x' }) });
        app(c);
      },
      'apps/demo/app',
    ),
  'registry-public-image': exposed({ registry: registry('own', 'registry.example.org', 'registry.example.org/') }),
  'flux-system': whole({}),
  'gitops-system': whole({
    flux: {
      namespace: 'gitops-system',
      interval: '10m',
      git: { url: 'ssh://git@git.example.net/homelab', branch: 'trunk', secretName: 'deploy-key' },
    },
  }),
  'domain-literal': exposed({ domain: 'home.example.org' }),
  'domain-variable': whole({ domain: variable('CLUSTER_DOMAIN'), variables: { CLUSTER_DOMAIN: 'home.example.org' } }),
});
