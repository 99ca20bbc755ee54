import {
  certManager,
  cloudflareSolver,
  cluster,
  clusterPullSecret,
  externalSecrets,
  ingressNginx,
  k3sBundled,
  k3sServiceLb,
  manualDns,
  pulumiEsc,
  sops,
} from '../../lib/index.js';
import { helloWorld } from '../apps/hello-world.js';
import { nodejsDemo } from '../apps/nodejs-demo.js';
import { certManagerOperator } from '../infrastructure/cert-manager.js';
import { clusterIssuer } from '../infrastructure/cluster-issuer.js';
import { externalSecretsOperator } from '../infrastructure/external-secrets.js';
import { ingressController } from '../infrastructure/ingress-controller.js';
import { pullSecrets } from '../infrastructure/pull-secrets.js';
import { secretStore } from '../infrastructure/secret-store.js';

/** `{ controller: 'traefik' }` serves the same Ingresses by a controller that is still maintained (decision 31). */
const ingress = ingressNginx();

const ISSUER = 'letsencrypt-prod';

/** The one source of runtime secrets (S0-03): what the environment holds already, by the names that charts use. */
const store = pulumiEsc({
  environment: 'mrsimpson/homelab/dev',
  values: {
    githubUsername: 'github-username',
    githubToken: 'github-token',
    cloudflareApiToken: 'cloudflare-api-token',
    pulumiAccessToken: 'pulumi-access-token',
  },
});

const ghcr = clusterPullSecret({
  name: 'ghcr',
  prefix: 'ghcr.io/mrsimpson/',
  registry: 'ghcr.io',
  secretName: 'ghcr-pull-secret',
  store,
  username: store.value('githubUsername'),
  password: store.value('githubToken'),
});

export const noPanic = cluster(
  {
    name: 'no-panic',
    architecture: 'amd64',
    domain: 'no-panic.org',
    timezone: 'Etc/UTC',
    flux: { git: { url: 'ssh://git@github.com/mrsimpson/homelab', branch: 'main', secretName: 'flux-system' } },
    exposure: ingress,
    dns: manualDns(),
    tls: certManager({ issuer: ISSUER }),
    loadBalancer: k3sServiceLb(),
    secrets: externalSecrets({
      store,
      entries: { 'cert-manager/cloudflare-api-token': { 'api-token': store.value('cloudflareApiToken') } },
    }),
    bootstrapSecrets: sops(),
    registry: ghcr,
    // The servers' configuration says the same: docs/no-panic.md.
    boundaries: [k3sBundled({ disabled: ['traefik'] })],
  },
  (c) => {
    externalSecretsOperator(c);
    secretStore(c, { store });
    pullSecrets(c, { registry: ghcr });

    certManagerOperator(c);
    clusterIssuer(c, { name: ISSUER, email: 'hostmaster@no-panic.org', solvers: [cloudflareSolver()] });
    ingressController(c, { ingress });

    helloWorld(c);
    nodejsDemo(c);
  },
);
