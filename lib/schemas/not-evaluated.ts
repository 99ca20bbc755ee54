/** A rule of the API server or an operator that no check here evaluates. */
export interface NotEvaluated {
  /** `group/Kind`, or a group alone. */
  readonly kind: string;
  readonly what: string;
}

/**
 * What is not looked at, of the kinds that the clusters use. The packages of models keep no validation expressions
 * (CEL); the ones that decide most are code in semantics/, these are left.
 */
export const NOT_EVALUATED: readonly NotEvaluated[] = [
  { kind: 'kustomize.toolkit.fluxcd.io/Kustomization', what: 'expressions in healthCheckExprs' },
  { kind: 'gateway.networking.k8s.io/Gateway', what: 'uniqueness of addresses; validation of TLS per port' },
  {
    kind: 'gateway.networking.k8s.io/HTTPRoute',
    what: 'timeouts that exceed each other; repeated filters; header names',
  },
  { kind: 'gateway.networking.k8s.io/BackendTLSPolicy', what: 'certificates against well-known ones' },
  { kind: 'postgresql.cnpg.io', what: 'what its webhook refuses besides bootstrap, image, storage and replica counts' },
  { kind: 'external-secrets.io', what: 'authentication of providers: which of the ways is set' },
  { kind: 'cilium.io', what: 'rules of network policies that contradict each other' },
  { kind: 'cert-manager.io', what: 'renewBefore against duration; solvers that name several providers' },
  { kind: 'monitoring.coreos.com', what: 'relabelling: which fields an action needs' },
  { kind: 'admissionregistration.k8s.io', what: 'CEL expressions of admission policies' },
  { kind: 'apiextensions.k8s.io/CustomResourceDefinition', what: 'that the schema in it is a structural one' },
  { kind: 'apps, batch', what: 'fields that cannot be changed after creation: selectors, claims of a StatefulSet' },
];
