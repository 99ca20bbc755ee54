import { type Checksummed, checksumAnnotations, type JsonObject } from '../../../lib/index.js';
import { resources } from '../resources.js';
import {
  ALERTMANAGER_RETENTION,
  type AlertmanagerProps,
  alertmanagerConfig,
  alertmanagerSecrets,
} from './alertmanager-config.js';
import { fluxStateMetricsValues } from './flux-state-metrics.js';
import { type GrafanaLogin, grafanaLoginSettings } from './grafana-login.js';

/** Parts of the control plane that the chart can scrape, and that answer only where they listen on more than loopback. */
export interface ControlPlaneScrapes {
  readonly etcd: boolean;
  readonly scheduler: boolean;
  readonly controllerManager: boolean;
  readonly proxy: boolean;
}

export interface KubePrometheusStackProps {
  /** Label `cluster` on every alert. */
  readonly cluster: string;
  /** Host of Grafana without scheme; may be a variable that Flux fills in. */
  readonly grafanaHost: string;
  /** Existing Secret with keys `admin-user` and `admin-password`. */
  readonly grafanaAdminSecret: string;
  /** Secret with keys `username` and `password`: Grafana shows its metrics to nobody else, on the host that all can reach. */
  readonly grafanaMetrics: Checksummed & { readonly name: string };
  readonly alertmanager: AlertmanagerProps;
  /** @default the cluster's default storage class */
  readonly storageClass?: string;
  /**
   * Must exceed the longest window of a rule (8 days) and of a trend (7 days).
   * @default '15d'
   */
  readonly retention?: string;
  /** @default '12Gi' */
  readonly prometheusStorage?: string;
  /**
   * Where Prometheus deletes its oldest blocks. A sixth of the volume stays free, for what it writes before it deletes.
   * @default '10GB'
   */
  readonly retentionSize?: string;
  /**
   * A longer interval than the chart's 30s halves the load on a Raspberry Pi.
   * @default '60s'
   */
  readonly scrapeInterval?: string;
  /** @default none: they listen on loopback only, and Cilium replaces kube-proxy */
  readonly controlPlane?: ControlPlaneScrapes;
  /** Takes metrics by OTLP, which a collector pushes. @default false */
  readonly otlp?: boolean;
  /** Login of Grafana by an identity provider. @default Grafana's own users */
  readonly login?: GrafanaLogin;
}

const NO_CONTROL_PLANE: ControlPlaneScrapes = { etcd: false, scheduler: false, controllerManager: false, proxy: false };

/** Values of the chart kube-prometheus-stack 88.5.3 for nodes with 8 GB: one replica of everything (S1-84 to S1-88). */
export function kubePrometheusStackValues(props: KubePrometheusStackProps): JsonObject {
  const { controlPlane = NO_CONTROL_PLANE, scrapeInterval = '60s' } = props;
  return {
    // prometheus-operator-crds brings the definitions.
    crds: { enabled: false },
    // A scrape that can never succeed would fire "down" alerts for ever.
    kubeEtcd: { enabled: controlPlane.etcd },
    kubeScheduler: { enabled: controlPlane.scheduler },
    kubeControllerManager: { enabled: controlPlane.controllerManager },
    kubeProxy: { enabled: controlPlane.proxy },
    kubelet: { serviceMonitor: { cAdvisorInterval: scrapeInterval } },
    prometheusOperator: {
      resources: resources('20m', '96Mi', '256Mi'),
      prometheusConfigReloader: { resources: resources('5m', '32Mi', '64Mi') },
    },
    prometheus: { prometheusSpec: prometheus(props, scrapeInterval) },
    alertmanager: { config: alertmanagerConfig(props.alertmanager), alertmanagerSpec: alertmanager(props) },
    grafana: grafana(props),
    'kube-state-metrics': { ...fluxStateMetricsValues(), resources: resources('10m', '64Mi', '256Mi') },
    'prometheus-node-exporter': { resources: resources('10m', '32Mi', '96Mi') },
  };
}

function prometheus(props: KubePrometheusStackProps, scrapeInterval: string): JsonObject {
  const { cluster, retention = '15d', prometheusStorage = '12Gi', retentionSize = '10GB', storageClass } = props;
  return {
    replicas: 1,
    retention,
    retentionSize,
    scrapeInterval,
    evaluationInterval: scrapeInterval,
    externalLabels: { cluster },
    // Rules and monitors of every unit count, whatever the name of this release (trap 27).
    ruleSelectorNilUsesHelmValues: false,
    serviceMonitorSelectorNilUsesHelmValues: false,
    podMonitorSelectorNilUsesHelmValues: false,
    probeSelectorNilUsesHelmValues: false,
    scrapeConfigSelectorNilUsesHelmValues: false,
    ...(props.otlp ? { enableOTLPReceiver: true } : {}),
    resources: resources('250m', '1Gi', '2Gi'),
    storageSpec: { volumeClaimTemplate: claim(prometheusStorage, storageClass) },
  };
}

function alertmanager({ alertmanager: config, storageClass }: KubePrometheusStackProps): JsonObject {
  return {
    replicas: 1,
    retention: ALERTMANAGER_RETENTION,
    secrets: alertmanagerSecrets(config),
    resources: resources('10m', '48Mi', '128Mi'),
    // What was sent must survive a restart, or a digest is sent twice.
    storage: { volumeClaimTemplate: claim('1Gi', storageClass) },
  };
}

function grafana(props: KubePrometheusStackProps): JsonObject {
  const { grafanaHost, grafanaAdminSecret, grafanaMetrics, storageClass, login } = props;
  const metricsKey = (key: 'username' | 'password') => ({ name: grafanaMetrics.name, key });
  return {
    admin: { existingSecret: grafanaAdminSecret, userKey: 'admin-user', passwordKey: 'admin-password' },
    // A volume that one pod may mount at a time blocks a rolling update.
    deploymentStrategy: { type: 'Recreate' },
    persistence: {
      enabled: true,
      size: '2Gi',
      ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
    },
    // fsGroup is enough; the chart's init container would run as root.
    initChownData: { enabled: false },
    testFramework: { enabled: false },
    resources: resources('50m', '192Mi', '512Mi'),
    sidecar: {
      resources: resources('5m', '96Mi', '192Mi'),
      dashboards: { enabled: true, label: 'grafana_dashboard', labelValue: '1', searchNamespace: 'ALL' },
    },
    serviceMonitor: { basicAuth: { username: metricsKey('username'), password: metricsKey('password') } },
    envValueFrom: {
      GF_METRICS_BASIC_AUTH_USERNAME: { secretKeyRef: metricsKey('username') },
      GF_METRICS_BASIC_AUTH_PASSWORD: { secretKeyRef: metricsKey('password') },
    },
    ...(login === undefined ? {} : { envFromSecret: login.secret.name }),
    podAnnotations: checksumAnnotations([grafanaMetrics, ...(login === undefined ? [] : [login.secret])]),
    'grafana.ini': {
      server: { root_url: `https://${grafanaHost}` },
      analytics: { check_for_updates: false, reporting_enabled: false },
      ...(login === undefined ? {} : grafanaLoginSettings(login)),
    },
  };
}

function claim(storage: string, storageClass: string | undefined): JsonObject {
  return {
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
      resources: { requests: { storage } },
    },
  };
}
