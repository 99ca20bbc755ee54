import {
  authentikOidc,
  autoHttps,
  type Cluster,
  certManagement,
  closeNamespace,
  type Database,
  DeclaredSecret,
  HelmApp,
  harborCredentials,
  harborOidc,
  harborRegistryCredentials,
  monitoring,
  type OidcProvider,
  Unit,
} from '../../lib/index.js';
import { harborProjects } from './harbor-projects.js';
import { harborValues } from './harbor-values.js';

export interface HarborOptions {
  readonly database: Database;
  /** authentik, which knows Harbor's users. */
  readonly identity: OidcProvider;
}

/** Harbor: the cluster's registry, and a cache of the public ones (S3-73, S3-74). */
export function harbor(cluster: Cluster, { database, identity }: HarborOptions): Unit {
  const unit = new Unit(cluster.apps(), 'harbor', { dependsOn: [identity.unit] });
  const secret = new DeclaredSecret(unit, 'harbor-credentials', harborCredentials());
  const registry = new DeclaredSecret(unit, 'harbor-registry-credentials', harborRegistryCredentials());
  const oauth = new DeclaredSecret(
    unit,
    'harbor-oauth',
    harborOidc({
      ...identity.client('harbor'),
      endpoint: authentikOidc(cluster, 'harbor').issuer,
      settings: OIDC,
    }),
  );
  const host = autoHttps(unit, {
    service: 'harbor',
    port: 80,
    host: 'registry',
    access: { own: 'Harbor asks for a login; its caches of public registries are public' },
    // A layer is one request, of any size and length.
    annotations: {
      'nginx.ingress.kubernetes.io/proxy-body-size': '0',
      'nginx.ingress.kubernetes.io/proxy-read-timeout': '900',
      'nginx.ingress.kubernetes.io/proxy-send-timeout': '900',
    },
  });
  const token = tokenCertificate(unit);
  new HelmApp(unit, 'harbor', {
    timeout: '15m',
    stateful: true,
    brings: [
      { kind: 'Service', name: 'harbor', ports: [80, 'http'] },
      { kind: 'Service', name: 'harbor-core', ports: [80, 'http-web', 8001, 'http-metrics'] },
    ],
    values: harborValues({ host, secret, registry, oauth, token, database, password: database.passwordFor(unit) }),
  });
  harborProjects(unit, { admin: secret.ref('HARBOR_ADMIN_PASSWORD') });
  new monitoring.ServiceMonitor(unit, 'service-monitor', {
    metadata: { name: 'harbor' },
    spec: { selector: { matchLabels: { app: 'harbor' } }, endpoints: [{ port: 'http-metrics', interval: '1m' }] },
  });
  closeNamespace(unit, { within: true, exposure: [8080], prometheus: [8001] });
  return unit;
}

/** Harbor's own names; the groups are those of authentik (S3-65, S3-73). */
const OIDC = {
  oidc_name: 'authentik',
  oidc_scope: 'openid,profile,email,offline_access',
  oidc_user_claim: 'preferred_username',
  oidc_groups_claim: 'groups',
  oidc_admin_group: 'harbor-admins',
  oidc_auto_onboard: true,
  oidc_verify_cert: true,
  project_creation_restriction: 'adminonly',
};

/**
 * What Harbor signs the tokens of `docker pull` with. Without it the chart makes another at every upgrade, valid for a
 * year: a registry that nobody upgrades would stop answering.
 */
function tokenCertificate(unit: Unit): string {
  new certManagement.Issuer(unit, 'token-issuer', { metadata: { name: 'harbor-token' }, spec: { selfSigned: {} } });
  new certManagement.Certificate(unit, 'token-certificate', {
    metadata: { name: 'harbor-token' },
    spec: {
      secretName: 'harbor-token',
      commonName: 'harbor-token',
      dnsNames: ['harbor-token'],
      issuerRef: { kind: 'Issuer', name: 'harbor-token' },
      duration: '43800h0m0s',
      privateKey: { algorithm: 'RSA', size: 4096, rotationPolicy: 'Never' },
    },
  });
  return 'harbor-token';
}
