import { type Cluster, HelmApp, Unit } from '../../lib/index.js';

export interface MetricsServerOptions {
  /**
   * Who signed the kubelets' certificates: each its own, as Talos has it, or the cluster, once its machine
   * configuration has `rotate-server-certificates` and something approves the requests. @default 'themselves'
   */
  readonly kubeletsSignedBy?: 'themselves' | 'cluster';
}

/** What `kubectl top` and autoscalers read (S3-84). */
export function metricsServer(cluster: Cluster, { kubeletsSignedBy = 'themselves' }: MetricsServerOptions = {}): Unit {
  const unit = new Unit(cluster.infrastructure(), 'metrics-server', { namespace: 'kube-system' });
  new HelmApp(unit, 'metrics-server', {
    values: {
      // Nobody could check a certificate that a kubelet signed for itself; the connection stays encrypted.
      ...(kubeletsSignedBy === 'themselves' ? { args: ['--kubelet-insecure-tls'] } : {}),
      resources: { requests: { cpu: '100m', memory: '200Mi' }, limits: { memory: '400Mi' } },
    },
  });
  return unit;
}
