import type { monitoring } from '../../../lib/index.js';

const CONTROLLERS = [
  'helm-controller',
  'image-automation-controller',
  'image-reflector-controller',
  'kustomize-controller',
  'notification-controller',
  'source-controller',
];

/** The `spec` of a PodMonitor for Flux's controllers: how long they take, and their errors. */
export function fluxPodMonitorSpec({ namespace }: { readonly namespace: string }): monitoring.PodMonitorProps['spec'] {
  return {
    namespaceSelector: { matchNames: [namespace] },
    selector: { matchExpressions: [{ key: 'app', operator: 'In', values: CONTROLLERS }] },
    podMetricsEndpoints: [{ port: 'http-prom' }],
  };
}
