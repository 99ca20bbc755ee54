import { addressPool } from './addresses/address-pool.js';
import { advertisement } from './addresses/advertisement.js';
import { cidr } from './addresses/cidr.js';
import { loadBalancerAddress } from './addresses/load-balancer-address.js';
import { chartKubeVersion } from './charts/chart-kube-version.js';
import { chartNotLocked } from './charts/chart-not-locked.js';
import { chartValues } from './charts/chart-values.js';
import { acmeHttp01 } from './components/acme-http-01.js';
import { alertExpression } from './components/alert-expression.js';
import { alertRouted } from './components/alert-routed.js';
import { alertmanagerFiles } from './components/alertmanager-files.js';
import { alertmanagerRoutes } from './components/alertmanager-routes.js';
import { authentikExistingSecret } from './components/authentik-existing-secret.js';
import { bitnamiImage } from './components/bitnami-image.js';
import { cdk8sDefaults } from './components/cdk8s-defaults.js';
import { configRestart } from './components/config-restart.js';
import { dashboardReadable } from './components/dashboard-readable.js';
import { dnsServiceProtocols } from './components/dns-service-protocols.js';
import { dockerConfigType } from './components/docker-config-type.js';
import { edgeCertificate } from './components/edge-certificate.js';
import { externalDnsSettings } from './components/external-dns-settings.js';
import { metallbFrr } from './components/metallb-frr.js';
import { metricsExposed } from './components/metrics-exposed.js';
import { postgresBackup } from './components/postgres-backup.js';
import { proxiedPort } from './components/proxied-port.js';
import { stringBooleans } from './components/string-booleans.js';
import { traefikPorts } from './components/traefik-ports.js';
import { vaultClusterAddress } from './components/vault-cluster-address.js';
import { vaultKvPath } from './components/vault-kv-path.js';
import { dataPruned } from './data/data-pruned.js';
import { generatorRefresh } from './data/generator-refresh.js';
import { namespacePruned } from './data/namespace-pruned.js';
import { reclaimPolicy } from './data/reclaim-policy.js';
import { unitsPruned } from './data/units-pruned.js';
import { decryptionMissing } from './flux/decryption-missing.js';
import { decryptionUnused } from './flux/decryption-unused.js';
import { definitionBrought } from './flux/definition-brought.js';
import { fluxCycle } from './flux/flux-cycle.js';
import { fluxDependsOn } from './flux/flux-depends-on.js';
import { fluxHealthCheck } from './flux/flux-health-check.js';
import { fluxNamespaceRule } from './flux/flux-namespace.js';
import { fluxNeeds } from './flux/flux-needs.js';
import { fluxPath } from './flux/flux-path.js';
import { fluxSecretRef } from './flux/flux-secret-ref.js';
import { fluxSettings } from './flux/flux-settings.js';
import { fluxSource } from './flux/flux-source.js';
import { fluxSubstituteFrom } from './flux/flux-substitute-from.js';
import { fluxSuspended } from './flux/flux-suspended.js';
import { fluxWaits } from './flux/flux-waits.js';
import { helmDependsOn } from './flux/helm-depends-on.js';
import { helmReleaseSettings } from './flux/helm-release-settings.js';
import { helmReleaseVersion } from './flux/helm-release-version.js';
import { helmValuesFrom } from './flux/helm-values-from.js';
import { imagePolicy } from './flux/image-policy.js';
import { imagePolicyMarker } from './flux/image-policy-marker.js';
import { imageUpdatePath } from './flux/image-update-path.js';
import { operatorApart } from './flux/operator-apart.js';
import { receiver } from './flux/receiver.js';
import { schedule } from './flux/schedule.js';
import { substitution } from './flux/substitution.js';
import { chartImageArchitecture } from './images/chart-image-architecture.js';
import { imageArchitecture } from './images/image-architecture.js';
import { imageDigest } from './images/image-digest.js';
import { imageNotLocked } from './images/image-not-locked.js';
import { nodeArchitecture } from './images/node-architecture.js';
import { fileListed } from './kustomize/file-listed.js';
import { kustomizeBuild } from './kustomize/kustomize-build.js';
import { kustomizeConfig } from './kustomize/kustomize-config.js';
import { kustomizeNotEvaluated } from './kustomize/kustomize-not-evaluated.js';
import { readableYaml } from './kustomize/readable-yaml.js';
import { yaml11 } from './kustomize/yaml-1-1.js';
import { boundary } from './ownership/boundary.js';
import { twoOwners } from './ownership/two-owners.js';
import { boundObject } from './references/bound-object.js';
import { claimReference } from './references/claim-reference.js';
import { claimSingleNode } from './references/claim-single-node.js';
import { cloudflaredConfig } from './references/cloudflared-config.js';
import { configMapReference } from './references/config-map-reference.js';
import { dashboardSelected } from './references/dashboard-selected.js';
import { externalDnsAnnotation } from './references/external-dns-annotation.js';
import { gatewayReference } from './references/gateway-reference.js';
import { ingressClassReference } from './references/ingress-class-reference.js';
import { issuerReference } from './references/issuer-reference.js';
import { monitorSelected } from './references/monitor-selected.js';
import { monitorTarget } from './references/monitor-target.js';
import { mountedFile } from './references/mounted-file.js';
import { namespaceDeclared } from './references/namespace-declared.js';
import { networkPeer } from './references/network-peer.js';
import { podClassReference } from './references/pod-class-reference.js';
import { podSelector } from './references/pod-selector.js';
import { referenceGrant } from './references/reference-grant.js';
import { roleReference } from './references/role-reference.js';
import { scaleTargetReference } from './references/scale-target-reference.js';
import { secretReference } from './references/secret-reference.js';
import { secretStoreReference } from './references/secret-store-reference.js';
import { serviceAccountReference } from './references/service-account-reference.js';
import { serviceHost } from './references/service-host.js';
import { serviceReference } from './references/service-reference.js';
import { serviceSelector } from './references/service-selector.js';
import { storageClassReference } from './references/storage-class-reference.js';
import { apiVersion } from './schema/api-version.js';
import { kindUnknown } from './schema/kind-unknown.js';
import { schema } from './schema/schema.js';
import { semantics } from './schema/semantics.js';
import { automountToken } from './security/automount-token.js';
import { defaultDeny } from './security/default-deny.js';
import { exposedWithoutAuthentication } from './security/exposed-without-authentication.js';
import { hostNamespaces } from './security/host-namespaces.js';
import { imageTag } from './security/image-tag.js';
import { namespacePodSecurity } from './security/namespace-pod-security.js';
import { plaintextSecret } from './security/plaintext-secret.js';
import { podSecurity } from './security/pod-security.js';
import { rbacEscalation } from './security/rbac-escalation.js';
import { rbacWildcard } from './security/rbac-wildcard.js';
import { resourceLimits } from './security/resource-limits.js';
import { serviceEnvConflict } from './security/service-env-conflict.js';
import { vaultAgent } from './security/vault-agent.js';
import { talosExtension } from './talos/talos-extension.js';
import { talosMirror } from './talos/talos-mirror.js';
import { talosSecret } from './talos/talos-secret.js';
import type { TreeRule } from './tree-rule.js';
import { certificateUnique } from './unique/certificate-unique.js';
import { defaultClassUnique } from './unique/default-class-unique.js';
import { dnsRecordMissing } from './unique/dns-record-missing.js';
import { dnsRecordUnique } from './unique/dns-record-unique.js';
import { dnsTarget } from './unique/dns-target.js';
import { hostPortUnique } from './unique/host-port-unique.js';
import { hostUnique } from './unique/host-unique.js';
import { nodePortUnique } from './unique/node-port-unique.js';
import { objectUniqueInTree } from './unique/object-unique-in-tree.js';

/** Every rule over a whole tree, in the order in which findings are listed. Nothing registers itself. */
export const TREE_RULES: readonly TreeRule[] = [
  readableYaml,
  kustomizeConfig,
  kustomizeBuild,
  kustomizeNotEvaluated,
  fileListed,
  yaml11,
  fluxPath,
  fluxDependsOn,
  fluxCycle,
  fluxNeeds,
  definitionBrought,
  operatorApart,
  fluxWaits,
  fluxSettings,
  fluxNamespaceRule,
  fluxHealthCheck,
  fluxSource,
  fluxSuspended,
  fluxSecretRef,
  fluxSubstituteFrom,
  substitution,
  decryptionMissing,
  decryptionUnused,
  helmReleaseVersion,
  helmReleaseSettings,
  helmDependsOn,
  helmValuesFrom,
  imagePolicy,
  imagePolicyMarker,
  imageUpdatePath,
  receiver,
  schedule,
  apiVersion,
  kindUnknown,
  schema,
  semantics,
  imageArchitecture,
  chartImageArchitecture,
  imageDigest,
  imageNotLocked,
  nodeArchitecture,
  chartValues,
  chartKubeVersion,
  chartNotLocked,
  objectUniqueInTree,
  twoOwners,
  boundary,
  hostUnique,
  certificateUnique,
  dnsRecordUnique,
  dnsRecordMissing,
  dnsTarget,
  nodePortUnique,
  hostPortUnique,
  defaultClassUnique,
  loadBalancerAddress,
  addressPool,
  advertisement,
  cidr,
  namespaceDeclared,
  secretReference,
  configMapReference,
  mountedFile,
  secretStoreReference,
  claimReference,
  claimSingleNode,
  storageClassReference,
  serviceAccountReference,
  roleReference,
  boundObject,
  podClassReference,
  serviceReference,
  serviceHost,
  serviceSelector,
  podSelector,
  networkPeer,
  scaleTargetReference,
  ingressClassReference,
  issuerReference,
  gatewayReference,
  referenceGrant,
  cloudflaredConfig,
  externalDnsAnnotation,
  monitorSelected,
  monitorTarget,
  dashboardSelected,
  dataPruned,
  namespacePruned,
  unitsPruned,
  reclaimPolicy,
  generatorRefresh,
  podSecurity,
  namespacePodSecurity,
  hostNamespaces,
  plaintextSecret,
  exposedWithoutAuthentication,
  rbacEscalation,
  rbacWildcard,
  imageTag,
  defaultDeny,
  resourceLimits,
  serviceEnvConflict,
  vaultAgent,
  automountToken,
  alertExpression,
  alertRouted,
  alertmanagerFiles,
  alertmanagerRoutes,
  authentikExistingSecret,
  bitnamiImage,
  configRestart,
  dashboardReadable,
  dnsServiceProtocols,
  dockerConfigType,
  externalDnsSettings,
  metallbFrr,
  metricsExposed,
  postgresBackup,
  proxiedPort,
  stringBooleans,
  traefikPorts,
  vaultClusterAddress,
  vaultKvPath,
  acmeHttp01,
  cdk8sDefaults,
  edgeCertificate,
  talosExtension,
  talosMirror,
  talosSecret,
];
