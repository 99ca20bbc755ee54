/** All that charts may import. */

export * as cilium from '../imports/cilium.io.js';
export * as gateway from '../imports/gateway.networking.k8s.io.js';
export * as imageAutomation from '../imports/image.toolkit.fluxcd.io.js';
export * as monitoring from '../imports/monitoring.coreos.com.js';
export * as notification from '../imports/notification.toolkit.fluxcd.io.js';
export * as cnpg from '../imports/postgresql.cnpg.io.js';
export { type AccessRule, type GrantProps, grant, READ, type Verb } from './constructs/access/grant.js';
export { type AccountRef, ServiceAccount, type ServiceAccountProps } from './constructs/access/service-account.js';
export { checksumAnnotations } from './constructs/app/checksum.js';
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
export { Database, type DatabaseProps } from './constructs/database/database.js';
export type { PostgresBackup } from './constructs/database/postgres-backup.js';
export { PostgresCluster, type PostgresClusterProps } from './constructs/database/postgres-cluster.js';
export type { PostgresRecovery } from './constructs/database/postgres-recovery.js';
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
export { CloudflareTunnel, cloudflareTunnel, type DynamicApps } from './constructs/exposure/cloudflare-tunnel.js';
export { autoHttps } from './constructs/exposure/expose.js';
export { gatewayApi } from './constructs/exposure/gateway-api.js';
export { ingressNginx } from './constructs/exposure/ingress-nginx.js';
export { jsonWith } from './constructs/format.js';
export { HelmApp, type HelmAppProps } from './constructs/helm/helm-app.js';
export { Authentik, type AuthentikProps } from './constructs/identity/authentik.js';
export { ImageUpdates, type ImageUpdatesProps } from './constructs/image-automation/image-updates.js';
export { type TagFilter, type TagOrder, TIMESTAMP_TAGS } from './constructs/image-automation/tag-order.js';
export { WatchedImage, type WatchedImageProps } from './constructs/image-automation/watched-image.js';
export * as k8s from './constructs/k8s.js';
export { ciliumLoadBalancer } from './constructs/load-balancer/cilium.js';
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
export {
  type AllowProps,
  allowDns,
  allowEgress,
  allowFromCiliumGateway,
  allowFromExposure,
  allowFromPrometheus,
  allowIngress,
  allowInternet,
  denyAll,
  denyIngress,
  type PolicyScope,
} from './constructs/network/network-policy.js';
export { internet, podsOf } from './constructs/network/peers.js';
export { type QuotaProps, quota } from './constructs/quota.js';
export { pullSecretRegistry } from './constructs/registry/pull-secret-registry.js';
export {
  asked,
  basicAuth,
  bcryptHash,
  constant,
  copied,
  dockerConfig,
  generated,
  gitSshKey,
  given,
  htpasswd,
  template,
} from './constructs/secret-values.js';
export { externalSecrets } from './constructs/secrets/external-secrets.js';
export { sops } from './constructs/secrets/sops.js';
export type {
  Dns,
  Exposure,
  LoadBalancer,
  Registry,
  SecretBackend,
  TcpExposure,
  Tls,
} from './constructs/strategies.js';
export { loadBalancerTcp } from './constructs/tcp/load-balancer.js';
export { certManager } from './constructs/tls/cert-manager.js';
export { edgeTls } from './constructs/tls/edge.js';
export { Unit, type UnitProps } from './constructs/unit.js';
export { NEVER_PRUNE } from './flux/prune.js';
export { displayVariables, variable } from './flux/substitution.js';
export type { ClusterDefinition } from './model/cluster.js';
export type { Json, JsonObject } from './model/json.js';
export type { HealthCheck, PodSecurity } from './model/unit.js';
