import {
  certManager,
  cloudflareSolver,
  cluster,
  k3sBundled,
  k3sServiceLb,
  manualDns,
  sops,
  traefik,
  traefikTcp,
} from '../../lib/index.js';
import { postgresql } from '../apps/postgresql.js';
import { redis } from '../apps/redis.js';
import { authentik } from '../apps/security/authentik.js';
import { certManagerOperator } from '../infrastructure/cert-manager.js';
import { clusterIssuer } from '../infrastructure/cluster-issuer.js';
import { traefikConfig } from '../infrastructure/traefik.js';

const DOMAIN = 'almckay.io';
const ISSUER = 'letsencrypt-prod';

/** Ports beside 80 and 443. With `tls: true` Traefik encrypts them too, and clients have to name the host (trap 40). */
const tcp = traefikTcp({ entryPoints: { postgresql: 5432, redis: 6379 } });

const K3S = 'K3s, which brings Traefik';

export const almckay = cluster(
  {
    name: 'almckay',
    architecture: 'amd64',
    domain: DOMAIN,
    timezone: 'Etc/UTC',
    flux: { git: { url: 'ssh://git@github.com/almckay/homelab', branch: 'main', secretName: 'flux-system' } },
    exposure: traefik(),
    tcp,
    dns: manualDns({
      target: 'the address of Traefik’s LoadBalancer',
      service: { namespace: 'kube-system', name: 'traefik' },
    }),
    tls: certManager({ issuer: ISSUER, explicit: true }),
    loadBalancer: k3sServiceLb(),
    secrets: sops(),
    boundaries: [k3sBundled()],
    external: {
      apiGroups: { 'helm.cattle.io': 'K3s', 'traefik.io': K3S },
      objects: [{ group: 'networking.k8s.io', kind: 'IngressClass', name: 'traefik', reason: K3S }],
    },
  },
  (c) => {
    traefikConfig(c, { tcp });
    certManagerOperator(c);
    clusterIssuer(c, {
      name: ISSUER,
      email: `admin@${DOMAIN}`,
      solvers: [cloudflareSolver({ zones: [DOMAIN] })],
    });

    const { database } = postgresql(c, { database: 'authentik' });
    redis(c);

    authentik(c, {
      area: c.apps(),
      namespace: 'auth',
      host: 'auth',
      secretName: 'authentik-credentials',
      database,
    });
  },
);
