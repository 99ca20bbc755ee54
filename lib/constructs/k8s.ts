/** Kubernetes' own kinds, typed: cdk8s-plus' generated layer without its opinionated one (FACTS.md). */
export * from 'cdk8s-plus-30/lib/imports/k8s.js';
