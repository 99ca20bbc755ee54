/** Kubernetes' own kinds, typed: cdk8s-plus' generated layer without its opinionated one (decision 16). */
export * from 'cdk8s-plus-30/lib/imports/k8s.js';
