import { addressPool } from './addresses/address-pool.js';
import { advertisement } from './addresses/advertisement.js';
import { cidr } from './addresses/cidr.js';
import { loadBalancerAddress } from './addresses/load-balancer-address.js';
import { chartKubeVersion } from './charts/chart-kube-version.js';
import { chartNotLocked } from './charts/chart-not-locked.js';
import { chartValues } from './charts/chart-values.js';
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
import { imageArchitecture } from './images/image-architecture.js';
import { imageDigest } from './images/image-digest.js';
import { imageNotLocked } from './images/image-not-locked.js';
import { fileListed } from './kustomize/file-listed.js';
import { kustomizeBuild } from './kustomize/kustomize-build.js';
import { kustomizeConfig } from './kustomize/kustomize-config.js';
import { kustomizeNotEvaluated } from './kustomize/kustomize-not-evaluated.js';
import { readableYaml } from './kustomize/readable-yaml.js';
import { yaml11 } from './kustomize/yaml-1-1.js';
import { boundary } from './ownership/boundary.js';
import { twoOwners } from './ownership/two-owners.js';
import { apiVersion } from './schema/api-version.js';
import { kindUnknown } from './schema/kind-unknown.js';
import { schema } from './schema/schema.js';
import { semantics } from './schema/semantics.js';
import type { TreeRule } from './tree-rule.js';
import { certificateUnique } from './unique/certificate-unique.js';
import { defaultClassUnique } from './unique/default-class-unique.js';
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
  imageDigest,
  imageNotLocked,
  chartValues,
  chartKubeVersion,
  chartNotLocked,
  objectUniqueInTree,
  twoOwners,
  boundary,
  hostUnique,
  certificateUnique,
  dnsRecordUnique,
  dnsTarget,
  nodePortUnique,
  hostPortUnique,
  defaultClassUnique,
  loadBalancerAddress,
  addressPool,
  advertisement,
  cidr,
];
