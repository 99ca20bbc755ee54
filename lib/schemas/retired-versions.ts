/**
 * Versions that were served once and are no longer, by API group or `group/Kind`, and since when. Objects that still
 * have one are refused, although the packages of models may know it. Flux's are those that 2.9 does not serve: the tree
 * is to work on 2.7 and 2.9 alike.
 */
export const RETIRED_VERSIONS: Readonly<
  Record<string, { readonly versions: readonly string[]; readonly since: string }>
> = {
  'source.toolkit.fluxcd.io': { versions: ['v1beta1', 'v1beta2'], since: 'Flux 2.8' },
  'kustomize.toolkit.fluxcd.io': { versions: ['v1beta1', 'v1beta2'], since: 'Flux 2.8' },
  'helm.toolkit.fluxcd.io': { versions: ['v2beta1', 'v2beta2'], since: 'Flux 2.8' },
  'image.toolkit.fluxcd.io': { versions: ['v1alpha1', 'v1alpha2', 'v1beta1', 'v1beta2'], since: 'Flux 2.8' },
  'notification.toolkit.fluxcd.io': { versions: ['v1beta1', 'v1beta2'], since: 'Flux 2.8' },
  'external-secrets.io/ExternalSecret': { versions: ['v1alpha1', 'v1beta1'], since: 'External Secrets 0.17' },
  'external-secrets.io/SecretStore': { versions: ['v1alpha1', 'v1beta1'], since: 'External Secrets 0.17' },
  'external-secrets.io/ClusterSecretStore': { versions: ['v1alpha1', 'v1beta1'], since: 'External Secrets 0.17' },
  'external-secrets.io/ClusterExternalSecret': { versions: ['v1beta1'], since: 'External Secrets 0.17' },
  'cert-manager.io': { versions: ['v1alpha2', 'v1alpha3', 'v1beta1'], since: 'cert-manager 1.6' },
  'acme.cert-manager.io': { versions: ['v1alpha2', 'v1alpha3', 'v1beta1'], since: 'cert-manager 1.6' },
  'gateway.networking.k8s.io/GRPCRoute': { versions: ['v1alpha2'], since: 'Gateway API 1.2' },
  'gateway.networking.k8s.io/ReferenceGrant': { versions: ['v1alpha2'], since: 'Gateway API 1.2' },
  extensions: { versions: ['v1beta1'], since: 'Kubernetes 1.22' },
  'policy/PodSecurityPolicy': { versions: ['v1beta1'], since: 'Kubernetes 1.25' },
  'traefik.containo.us': { versions: ['v1alpha1'], since: 'Traefik 3' },
};

/** Since when a version of a kind is served no longer; undefined where nothing is known of that. */
export function retiredSince(group: string, version: string, kind: string): string | undefined {
  const entry = [`${group}/${kind}`, group]
    .map((id) => RETIRED_VERSIONS[id])
    .find((one) => one?.versions.includes(version));
  return entry?.since;
}
