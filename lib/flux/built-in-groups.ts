const OF_KUBERNETES = [
  'admissionregistration',
  'apiextensions',
  'apiregistration',
  'authentication',
  'authorization',
  'certificates',
  'coordination',
  'discovery',
  'events',
  'flowcontrol.apiserver',
  'networking',
  'node',
  'rbac.authorization',
  'resource',
  'scheduling',
  'storage',
  'storagemigration',
];

/** Groups that every Kubernetes API server serves. */
const BUILT_IN: ReadonlySet<string> = new Set([
  ...['', 'apps', 'autoscaling', 'batch', 'policy'],
  ...OF_KUBERNETES.map((group) => `${group}.k8s.io`),
]);

/** True for groups that are there before Flux applies anything: those of Kubernetes and of Flux itself. */
export function isBuiltInGroup(group: string): boolean {
  return BUILT_IN.has(group) || group.endsWith('.toolkit.fluxcd.io');
}
