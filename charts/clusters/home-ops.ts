import {
  certManager,
  ciliumLoadBalancer,
  cloudflareSolver,
  cluster,
  cniOf,
  externalSecrets,
  ingressNginx,
  manualDns,
  onePassword,
  sops,
  talosOwns,
  variable,
} from '../../lib/index.js';
import { romm } from '../apps/games/romm.js';
import { plane } from '../apps/plane/plane.js';
import { certManagerOperator } from '../infrastructure/cert-manager.js';
import { ciliumLoadBalancerPool } from '../infrastructure/cilium-load-balancer.js';
import { clusterIssuer } from '../infrastructure/cluster-issuer.js';
import { externalSecretsOperator } from '../infrastructure/external-secrets.js';
import { ingressController } from '../infrastructure/ingress-controller.js';
import { LOCAL_PATH, localPathProvisioner } from '../infrastructure/local-path-provisioner.js';
import { ONEPASSWORD_CONNECT, onePasswordConnectServer } from '../infrastructure/onepassword-connect.js';
import { reloader } from '../infrastructure/reloader.js';
import { secretStore } from '../infrastructure/secret-store.js';

const ISSUER = 'letsencrypt-prod';

/** The file server of the house: games and dumps, over NFS. */
const NAS = '192.168.20.10';

/** What Services get; router records point at the first (S4-14: the router is not this repository's). */
const ADDRESSES = { first: '192.168.20.64', last: '192.168.20.79' };

/** Volume of each machine that claims are folders in. */
const VOLUME = 'local-path-provisioner';

/** The plan names no controller, so it is the one that is maintained (decision 31). */
const ingress = ingressNginx({ controller: 'traefik' });

const store = onePassword({ connectHost: ONEPASSWORD_CONNECT, vaults: ['home-ops'] });

/** Everything but what opens the store, the variables among it (S4-08, S4-30). */
const secrets = externalSecrets({ store });

export const homeOps = cluster(
  {
    name: 'home-ops',
    architecture: 'amd64',
    domain: variable('SECRET_DOMAIN'),
    timezone: 'Etc/UTC',
    flux: {
      namespace: 'gitops-system',
      git: { url: 'ssh://git@github.com/gavinmcfall/home-ops', branch: 'main', secretName: 'gitops-system' },
    },
    variables: {
      SECRET_DOMAIN: { question: 'Domain that every host is under', placeholder: 'home-ops.example' },
      SECRET_ACME_EMAIL: { question: "Address that Let's Encrypt writes to", placeholder: 'ops@home-ops.example' },
    },
    variableSecrets: secrets,
    exposure: ingress,
    dns: manualDns(),
    tls: certManager({ issuer: ISSUER }),
    loadBalancer: ciliumLoadBalancer(),
    secrets,
    bootstrapSecrets: sops(),
    reloader: true,
    storageClass: LOCAL_PATH,
    boundaries: [talosOwns({ cni: 'none', kubeProxy: false }), cniOf('Talos')],
    protection: { podSecurityDefault: 'baseline', podSecurityExempt: ['kube-system'] },
    // The plan names no workers: every machine may run everything.
    talos: { workersOnControlPlanes: true, volumes: { [VOLUME]: 'directory' } },
    external: { apiGroups: { 'cilium.io': 'Cilium, which Talos brings before Flux' } },
  },
  (c) => {
    externalSecretsOperator(c);
    const connect = onePasswordConnectServer(c);
    secretStore(c, { store, dependsOn: [connect] });
    reloader(c);

    const storage = localPathProvisioner(c, { folder: `/var/mnt/${VOLUME}` });
    const addresses = ciliumLoadBalancerPool(c, ADDRESSES);
    certManagerOperator(c);
    const issuer = clusterIssuer(c, {
      name: ISSUER,
      email: variable('SECRET_ACME_EMAIL'),
      solvers: [cloudflareSolver()],
    });
    ingressController(c, { ingress, address: ADDRESSES.first, dependsOn: [addresses] });

    const dependsOn = [storage, issuer];
    romm(c, {
      library: { server: NAS, path: '/volume1/games' },
      backups: { server: NAS, path: '/volume1/backups/romm' },
      dependsOn,
    });
    plane(c, { dependsOn });
  },
);
