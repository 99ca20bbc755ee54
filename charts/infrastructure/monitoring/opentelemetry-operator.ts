import { type Cluster, HelmApp, Unit } from '../../../lib/index.js';

export interface OpenTelemetryOperatorOptions {
  /** The unit of cert-manager, which makes the certificate of its webhooks. */
  readonly certManager: Unit;
  /** Units that come up before it (S3-88). */
  readonly dependsOn: readonly Unit[];
}

/** The operator that runs collectors; they are in another unit, since it brings their definitions (S3-87). */
export function openTelemetryOperator(cluster: Cluster, options: OpenTelemetryOperatorOptions): Unit {
  const unit = new Unit(cluster.infrastructure('monitoring'), 'opentelemetry-operator', {
    provides: ['opentelemetry.io'],
    dependsOn: [options.certManager, ...options.dependsOn],
  });
  new HelmApp(unit, 'opentelemetry-operator', {
    values: {
      // Removing a definition removes every collector.
      crds: { annotations: { 'helm.sh/resource-policy': 'keep' } },
      manager: {
        resources: { requests: { cpu: '20m', memory: '96Mi' }, limits: { memory: '256Mi' } },
      },
      admissionWebhooks: { autoGenerateCert: { enabled: false } },
    },
  });
  return unit;
}
