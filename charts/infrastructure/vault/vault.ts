import {
  bankVaults,
  type Cluster,
  grant,
  k8s,
  PrivateCertificate,
  restrictedPod,
  ServiceAccount,
  Unit,
} from '../../../lib/index.js';
import { apart } from '../ingress-nginx.js';
import { vaultExternalConfig } from './vault-access.js';

/** Name of the Vault, of its Service and the first part of its pods' (S3-33). */
const NAME = 'instance';
const PODS = 3;
const TLS_SECRET = `${NAME}-tls`;
const WATCHED = { 'vault.homelab/certificate': NAME };

/** Where Vault answers inside the cluster, with a certificate of an authority that the Secret `instance-tls` holds. */
export const VAULT = {
  service: NAME,
  address: `https://${NAME}.vault.svc.cluster.local:8200`,
  authority: { secretName: TLS_SECRET, key: 'ca.crt' },
} as const;

/**
 * Vault: three nodes of one raft, unsealed and configured by Bank-Vaults (S3-31 to S3-38, X-17). Stage 1: without OIDC,
 * so that nothing here needs authentik (S3-16); the route from outside is a unit of its own, because its certificate
 * needs PowerDNS, whose API key is in Vault.
 */
export function vault(cluster: Cluster, { dependsOn = [] }: { dependsOn?: readonly Unit[] } = {}): Unit {
  const unit = new Unit(cluster.infrastructure('vault'), 'vault', {
    dependsOn,
    podSecurity: {
      level: 'privileged',
      reason: 'Bank-Vaults 1.24 adds the capability IPC_LOCK to Vault’s container whether it locks memory or not',
    },
    // Volumes, three joins and the first unsealing come one after the other.
    timeout: '15m',
  });
  new PrivateCertificate(unit, TLS_SECRET, {
    secretName: TLS_SECRET,
    dnsNames: [...namesOf(NAME), ...pods().flatMap(namesOf)],
    ipAddresses: ['127.0.0.1'],
    secretLabels: WATCHED,
  });
  const account = vaultAccount(unit);
  new bankVaults.Vault(unit, NAME, {
    metadata: {
      name: NAME,
      // `${.Env.POD_NAME}` is the operator's, not Flux's (trap 61).
      annotations: { 'kustomize.toolkit.fluxcd.io/substitute': 'disabled' },
    },
    spec: {
      size: PODS,
      image: cluster.image('vault'),
      bankVaultsImage: cluster.image('bank-vaults'),
      serviceAccount: account.name,
      serviceType: 'ClusterIP',
      serviceRegistrationEnabled: true,
      statsdDisabled: true,
      existingTlsSecretName: TLS_SECRET,
      // A renewed certificate restarts the pods one by one.
      watchedSecretsLabels: [WATCHED],
      caNamespaces: ['terraform'],
      // Not Bank-Vaults' `podAntiAffinity`, which demands a node for each: with one too few Vault would never be healthy.
      affinity: apart({ 'app.kubernetes.io/name': 'vault', vault_cr: NAME }),
      // Two workers alone are too few for three pods (S3-01); volumes follow to controllers.
      tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' }],
      skipEntrypointSetup: true,
      securityContext: { ...restrictedPod(100, 1000), fsGroup: 1000 },
      resources: {
        vault: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } },
        bankVaults: { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory: '128Mi' } },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: 'vault-raft' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } },
        },
      ],
      volumeMounts: [{ name: 'vault-raft', mountPath: '/vault/file' }],
      unsealConfig: { kubernetes: { secretNamespace: unit.namespace, secretName: `${NAME}-unseal-keys` } },
      config: {
        disable_mlock: true,
        storage: { raft: { path: '/vault/file' } },
        listener: {
          tcp: {
            address: '0.0.0.0:8200',
            tls_cert_file: '/vault/tls/server.crt',
            tls_key_file: '/vault/tls/server.key',
          },
        },
        api_addr: VAULT.address,
        cluster_addr: 'https://${.Env.POD_NAME}:8201',
        ui: true,
      },
      externalConfig: vaultExternalConfig(),
    },
  });
  return unit;
}

/** Vault asks the cluster who a token belongs to; Bank-Vaults keeps the keys that unseal it. */
function vaultAccount(unit: Unit): ServiceAccount {
  const account = new ServiceAccount(unit, 'vault');
  grant(unit, 'vault', {
    to: [account],
    rules: [
      { resources: ['pods'], verbs: ['get', 'update', 'patch'] },
      { resources: ['secrets'], verbs: ['create'] },
      { resources: ['secrets'], verbs: ['get', 'update', 'patch'], names: [`${NAME}-unseal-keys`] },
    ],
  });
  const binding = new k8s.KubeClusterRoleBinding(unit, 'token-review', {
    metadata: { name: 'vault-token-review' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:auth-delegator' },
    subjects: [{ kind: 'ServiceAccount', name: account.name, namespace: account.namespace }],
  });
  unit.place(binding, 'rbac.yaml');
  return account;
}

function pods(): string[] {
  return Array.from({ length: PODS }, (_, n) => `${NAME}-${n}`);
}

function namesOf(service: string): string[] {
  return [service, `${service}.vault`, `${service}.vault.svc`, `${service}.vault.svc.cluster.local`];
}
