/** All that charts may import. */

export * as barman from '../imports/barmancloud.cnpg.io.js';
export * as certManagement from '../imports/cert-manager.io.js';
export * as cilium from '../imports/cilium.io.js';
export * as powerdns from '../imports/dns.cav.enablers.ob.js';
export * as gateway from '../imports/gateway.networking.k8s.io.js';
export * as k3s from '../imports/helm.cattle.io.js';
export * as imageAutomation from '../imports/image.toolkit.fluxcd.io.js';
export * as terraform from '../imports/infra.contrib.fluxcd.io.js';
export * as mariadb from '../imports/k8s.mariadb.com.js';
export * as longhorn from '../imports/longhorn.io.js';
export * as metallb from '../imports/metallb.io.js';
export * as monitoring from '../imports/monitoring.coreos.com.js';
export * as notification from '../imports/notification.toolkit.fluxcd.io.js';
export * as openTelemetry from '../imports/opentelemetry.io.js';
export * as cnpg from '../imports/postgresql.cnpg.io.js';
export * as snapshots from '../imports/snapshot.storage.k8s.io.js';
export * as bankVaults from '../imports/vault.banzaicloud.com.js';
export { type AccessRule, type GrantProps, grant, READ, type Verb } from './constructs/access/grant.js';
export { type AccountRef, ServiceAccount, type ServiceAccountProps } from './constructs/access/service-account.js';
export { type Checksummed, checksumAnnotations } from './constructs/app/checksum.js';
export { PersistentVolumeClaim } from './constructs/app/claim.js';
export type { ContainerProps, Resources } from './constructs/app/container.js';
export { toResources } from './constructs/app/container.js';
export type { Environment, EnvValue } from './constructs/app/environment.js';
export { claim, emptyDir, existingClaim, type Mount, nfs, serviceAccountToken } from './constructs/app/mounts.js';
export { PodTemplate, type PodTemplateProps } from './constructs/app/pod-template.js';
export { ScheduledJob, type ScheduledJobProps } from './constructs/app/scheduled-job.js';
export { WebApp, type WebAppProps } from './constructs/app/web-app.js';
export type { Area, Cluster } from './constructs/cluster.js';
export type { ClusterSettings } from './constructs/cluster-settings.js';
export { ConfigFiles, type ConfigFilesProps } from './constructs/config-files.js';
export { BitnamiPostgresql, type BitnamiPostgresqlProps } from './constructs/database/bitnami-postgresql.js';
export { BitnamiRedis, type BitnamiRedisProps } from './constructs/database/bitnami-redis.js';
export {
  type BundledPostgres,
  type BundledPostgresProps,
  bundledPostgres,
} from './constructs/database/bundled-postgres.js';
export { Database, type DatabaseProps } from './constructs/database/database.js';
export { MariadbServer, type MariadbServerProps } from './constructs/database/mariadb-server.js';
export type { PostgresBackup } from './constructs/database/postgres-backup.js';
export { PostgresCluster, type PostgresClusterProps } from './constructs/database/postgres-cluster.js';
export type { PostgresRecovery } from './constructs/database/postgres-recovery.js';
export { Valkey, type ValkeyProps } from './constructs/database/valkey.js';
export { DeclaredSecret } from './constructs/declared-secret.js';
export { cluster } from './constructs/define-cluster.js';
export { ExternalDns, externalDns } from './constructs/dns/external-dns.js';
export { manualDns } from './constructs/dns/manual.js';
export {
  DYNAMIC_APP,
  type DynamicAppBaseProps,
  dynamicAppBase,
  dynamicAppPullSecret,
  INTERNET_LABEL,
} from './constructs/dynamic-apps/dynamic-app-base.js';
export { type CloudflareEdgeOptions, cloudflareEdge } from './constructs/edge/cloudflare-edge.js';
export { type VpsEdgeOptions, vpsEdge } from './constructs/edge/vps-edge.js';
export { CloudflareTunnel, cloudflareTunnel, type DynamicApps } from './constructs/exposure/cloudflare-tunnel.js';
export { autoHttps } from './constructs/exposure/expose.js';
export { gatewayApi } from './constructs/exposure/gateway-api.js';
export {
  type IngressNginx,
  type IngressNginxController,
  type IngressNginxOptions,
  ingressNginx,
} from './constructs/exposure/ingress-nginx.js';
export { traefik } from './constructs/exposure/traefik.js';
export { jsonWith } from './constructs/format.js';
export { AppTemplate, type AppTemplateProps } from './constructs/helm/app-template.js';
export { HelmApp, type HelmAppProps } from './constructs/helm/helm-app.js';
export { K3sChartConfig } from './constructs/helm/k3s-chart-config.js';
export {
  Authentik,
  type AuthentikProps,
  type LaterBlueprint,
  laterSecretFile,
} from './constructs/identity/authentik.js';
export { authentikOidc, type OidcAddresses } from './constructs/identity/authentik-oidc.js';
export { type BlueprintEntry, blueprint } from './constructs/identity/blueprint.js';
export {
  groupEntry,
  type OidcApplicationProps,
  type OidcProviderProps,
  type OwnerEntryProps,
  oidcApplication,
  oidcProvider,
  ownerEntry,
  requireBlueprint,
} from './constructs/identity/blueprint-entries.js';
export { LoginProxy, type LoginProxyProps } from './constructs/identity/login-proxy.js';
export {
  OauthClients,
  type OauthClientsProps,
  type OidcClient,
  type OidcProvider,
} from './constructs/identity/oauth-clients.js';
export { ImageUpdates, type ImageUpdatesProps } from './constructs/image-automation/image-updates.js';
export { type TagFilter, type TagOrder, TIMESTAMP_TAGS } from './constructs/image-automation/tag-order.js';
export { WatchedImage, type WatchedImageProps } from './constructs/image-automation/watched-image.js';
export * as k8s from './constructs/k8s.js';
export { ciliumLoadBalancer } from './constructs/load-balancer/cilium.js';
export { k3sServiceLb } from './constructs/load-balancer/k3s-service-lb.js';
export { metalLb } from './constructs/load-balancer/metallb.js';
export {
  ALERT_TIERS,
  type Alert,
  type AlertGroup,
  type AlertTier,
  prometheusRuleSpec,
} from './constructs/monitoring/alert-rule.js';
export { dashboard } from './constructs/monitoring/grafana-dashboard.js';
export * as panels from './constructs/monitoring/grafana-panels.js';
export { type AllowedIngress, closeNamespace } from './constructs/network/close-namespace.js';
export {
  type AllowProps,
  allowDns,
  allowEgress,
  allowFromCiliumGateway,
  allowFromExposure,
  allowFromPrometheus,
  allowIngress,
  allowInternet,
  allowOnlyExposure,
  denyAll,
  type PolicyScope,
} from './constructs/network/network-policy.js';
export { internet, podsOf } from './constructs/network/peers.js';
export { type QuotaProps, quota } from './constructs/quota.js';
export {
  type ClusterPullSecret,
  type ClusterPullSecretOptions,
  clusterPullSecret,
} from './constructs/registry/cluster-pull-secret.js';
export { pullSecretRegistry } from './constructs/registry/pull-secret-registry.js';
export {
  ageKeys,
  asked,
  bcryptHash,
  constant,
  copied,
  dockerConfigJson,
  generated,
  given,
  htpasswd,
  randomBytes,
  sshKeyPair,
  template,
} from './constructs/secret-values.js';
export { externalSecrets } from './constructs/secrets/external-secrets/backend.js';
export type { ExternalSecretsOptions } from './constructs/secrets/external-secrets/delivery.js';
export { type GenericStoreOptions, genericStore } from './constructs/secrets/external-secrets/generic-store.js';
export { type OnePasswordOptions, onePassword } from './constructs/secrets/external-secrets/one-password.js';
export {
  type PulumiEscOptions,
  type PulumiEscStore,
  pulumiEsc,
} from './constructs/secrets/external-secrets/pulumi-esc.js';
export type { ExternalStore, StoreEntry, StoreProvider } from './constructs/secrets/external-secrets/store.js';
export { type VaultStoreOptions, vaultStore } from './constructs/secrets/external-secrets/vault.js';
export { sealedSecrets } from './constructs/secrets/sealed-secrets.js';
export { SecretTemplate, secretTemplate } from './constructs/secrets/secret-template.js';
export { sops } from './constructs/secrets/sops.js';
export { type AgeKeyPair, ageKeyPair, type SopsAge, sopsAgeKey } from './constructs/secrets/templates/age.js';
export {
  type AuthentikCredentials,
  type AuthentikCredentialsProps,
  authentikCredentials,
} from './constructs/secrets/templates/authentik.js';
export { type BasicAuth, basicAuth } from './constructs/secrets/templates/basic-auth.js';
export {
  type CloudflareCredentials,
  cloudflareApiToken,
  type TunnelCredentials,
  tunnelCredentials,
} from './constructs/secrets/templates/cloudflare.js';
export { type DatabaseConnection, databaseUrl } from './constructs/secrets/templates/database-connection.js';
export { type DexClient, dexClient, dexPasswordHashes, dexUsers } from './constructs/secrets/templates/dex.js';
export {
  fluxDeployKey,
  type GitSshKey,
  type GitSshKeyProps,
  githubKnownHosts,
  gitSshKey,
} from './constructs/secrets/templates/git-ssh.js';
export { type GiteaAdmin, giteaAdmin } from './constructs/secrets/templates/gitea.js';
export { type GoogleServiceAccount, googleServiceAccount } from './constructs/secrets/templates/google-drive.js';
export { type GrafanaAdmin, grafanaAdmin } from './constructs/secrets/templates/grafana.js';
export {
  HARBOR_REGISTRY_USER,
  type HarborCredentials,
  type HarborRegistryCredentials,
  harborCredentials,
  harborRegistryCredentials,
} from './constructs/secrets/templates/harbor.js';
export {
  type MariadbCredentials,
  type MariadbCredentialsProps,
  mariadbCredentials,
} from './constructs/secrets/templates/mariadb.js';
export { type MatrixCredentials, matrixSigningKey } from './constructs/secrets/templates/matrix.js';
export {
  type FirecrawlCredentials,
  firecrawlCredentials,
  type GithubMcpCredentials,
  githubMcpToken,
} from './constructs/secrets/templates/mcp.js';
export { type N8nCredentials, n8nCredentials } from './constructs/secrets/templates/n8n.js';
export {
  type GiteaOauth,
  type GrafanaOidc,
  giteaOauth,
  grafanaOidc,
  type HarborOidc,
  type HarborOidcProps,
  harborOidc,
  type InventreeOidc,
  type InventreeOidcProps,
  inventreeOidc,
  type OauthClient,
  type OauthClientProps,
  oauthClient,
} from './constructs/secrets/templates/oauth-client.js';
export { type OnePasswordConnect, onePasswordConnect } from './constructs/secrets/templates/onepassword.js';
export {
  type PlaneCredentials,
  type PlaneCredentialsProps,
  planeCredentials,
} from './constructs/secrets/templates/plane.js';
export {
  type PostgresqlCredentials,
  type PostgresqlCredentialsProps,
  postgresqlCredentials,
} from './constructs/secrets/templates/postgresql.js';
export {
  type PowerdnsApiKeyProps,
  type PowerdnsCredentials,
  powerdnsApiKey,
  powerdnsApiKeyFor,
} from './constructs/secrets/templates/powerdns.js';
export { type ProxmoxCredentials, type ProxmoxCsiProps, proxmoxCsi } from './constructs/secrets/templates/proxmox.js';
export { type PulumiCredentials, pulumiAccessToken } from './constructs/secrets/templates/pulumi.js';
export { type RedisCredentials, redisCredentials } from './constructs/secrets/templates/redis.js';
export {
  dockerConfig,
  type GhcrCredentials,
  ghcrCredentials,
  ghcrPullSecret,
  type PullSecret,
  type RegistryUser,
  registryUser,
} from './constructs/secrets/templates/registry.js';
export { type RommCredentials, rommCredentials } from './constructs/secrets/templates/romm.js';
export { type S3Credentials, s3Credentials } from './constructs/secrets/templates/s3.js';
export { type SealingKey, sealingKeyPair } from './constructs/secrets/templates/sealing-key.js';
export {
  type AlertTarget,
  alertWebhook,
  discordWebhook,
  slackWebhook,
  type WebhookToken,
  webhookToken,
} from './constructs/secrets/templates/webhook.js';
export { needsKubeletMount } from './constructs/storage/kubelet-mount.js';
export type {
  Dns,
  Exposure,
  LoadBalancer,
  Registry,
  SecretBackend,
  TcpExposure,
  Tls,
} from './constructs/strategies.js';
export { type ExposeTcpProps, exposeTcp } from './constructs/tcp/expose-tcp.js';
export { loadBalancerTcp } from './constructs/tcp/load-balancer.js';
export { TraefikTcp, type TraefikTcpOptions, traefikTcp } from './constructs/tcp/traefik.js';
export { TerraformRoot, type TerraformRootProps } from './constructs/terraform/terraform-root.js';
export { AcmeIssuer, type AcmeIssuerProps } from './constructs/tls/acme-issuer.js';
export {
  type AcmeSolver,
  type CloudflareSolverOptions,
  cloudflareSolver,
  type HttpSolverOptions,
  httpSolver,
  type PowerDnsSolverOptions,
  powerDnsSolver,
} from './constructs/tls/acme-solvers.js';
export { certManager } from './constructs/tls/cert-manager.js';
export { edgeTls } from './constructs/tls/edge.js';
export { PrivateCertificate, type PrivateCertificateProps } from './constructs/tls/private-certificate.js';
export { Unit, type UnitProps } from './constructs/unit.js';
export {
  cniOf,
  type K3sComponent,
  type K3sOptions,
  k3sBundled,
  type TalosOptions,
  talosOwns,
} from './flux/ownership/boundaries.js';
export { NEVER_PRUNE } from './flux/prune.js';
export { displayVariables, variable } from './flux/substitution.js';
export type { Access } from './model/access.js';
export type { ClusterAddresses } from './model/addresses.js';
export type { ClusterDefinition } from './model/cluster.js';
export type { Json, JsonObject } from './model/json.js';
export type { Boundary, ClusterPart } from './model/ownership.js';
export { RESTRICTED_CONTAINER, restrictedPod, restrictedPodWithVolumes } from './model/restricted.js';
export type {
  TalosExtension,
  TalosRegistryMirror,
  TalosSettings,
  TalosTailscale,
  TalosVolume,
} from './model/talos.js';
export type { HealthCheck, PodSecurity } from './model/unit.js';
