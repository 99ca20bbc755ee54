import { describe, expect, test } from '@jest/globals';
import { envoyPodMonitorSpec } from '../../../charts/apps/monitoring/envoy-pod-monitor.js';
import { FLUX_KINDS } from '../../../charts/apps/monitoring/flux-state-metrics.js';
import { kubePrometheusStackValues } from '../../../charts/apps/monitoring/kube-prometheus-stack-values.js';
import type { JsonObject } from '../../../lib/model/json.js';

const props = {
  cluster: 'rpi-cluster',
  grafanaHost: 'grafana.example.org',
  grafanaAdminSecret: 'grafana-admin',
  grafanaMetrics: { name: 'grafana-metrics', checksumName: 'grafana-metrics' },
  alertmanager: { timezone: 'Europe/Bucharest', targets: { immediate: [], daily: [], weekly: [] } },
};
const values = kubePrometheusStackValues(props);

function at(root: JsonObject, path: string): unknown {
  return path.split('/').reduce<unknown>((value, key) => (value as JsonObject | undefined)?.[key], root);
}

describe('values of kube-prometheus-stack', () => {
  test('rules, monitors and dashboards of other units are not ignored (trap 27)', () => {
    for (const kind of ['rule', 'serviceMonitor', 'podMonitor', 'probe', 'scrapeConfig']) {
      expect(at(values, `prometheus/prometheusSpec/${kind}SelectorNilUsesHelmValues`)).toBe(false);
    }
    expect(at(values, 'grafana/sidecar/dashboards')).toMatchObject({
      label: 'grafana_dashboard',
      labelValue: '1',
      searchNamespace: 'ALL',
    });
  });

  test('retention outlasts the windows: 8 days of rules, 168 hours of digests', () => {
    expect(Number.parseInt(String(at(values, 'prometheus/prometheusSpec/retention')), 10)).toBeGreaterThan(8);
    expect(at(values, 'alertmanager/alertmanagerSpec/retention')).toBe('240h');
  });

  test('nothing is scraped that cannot answer: it would fire for ever', () => {
    for (const part of ['kubeEtcd', 'kubeScheduler', 'kubeControllerManager', 'kubeProxy']) {
      expect(at(values, `${part}/enabled`)).toBe(false);
    }
    const all = { etcd: true, scheduler: true, controllerManager: true, proxy: true };
    expect(at(kubePrometheusStackValues({ ...props, controlPlane: all }), 'kubeProxy/enabled')).toBe(true);
  });

  test('Grafana’s metrics, on a host that all can reach, are shown to Prometheus alone', () => {
    const of = (key: string) => ({ name: 'grafana-metrics', key });
    expect(at(values, 'grafana/envValueFrom')).toEqual({
      GF_METRICS_BASIC_AUTH_USERNAME: { secretKeyRef: of('username') },
      GF_METRICS_BASIC_AUTH_PASSWORD: { secretKeyRef: of('password') },
    });
    expect(at(values, 'grafana/serviceMonitor/basicAuth')).toEqual({
      username: of('username'),
      password: of('password'),
    });
  });

  test('the storage class is the default one unless it is given', () => {
    expect(JSON.stringify(values)).not.toContain('storageClass');
    expect(JSON.stringify(kubePrometheusStackValues({ ...props, storageClass: 'fast' })).split('"fast"')).toHaveLength(
      4,
    );
  });

  test('memory requests fit beside the apps of an 8 GB node', () => {
    const requests = JSON.stringify(values).match(/"memory":"(\d+)(Mi|Gi)"\},"limits"/g) ?? [];
    const mebibytes = requests.map((text) => Number.parseInt(text.slice(10), 10) * (text.includes('Gi') ? 1024 : 1));
    expect(mebibytes.length).toBeGreaterThan(6);
    expect(mebibytes.reduce((sum, value) => sum + value, 0)).toBeLessThan(2048);
  });

  test('kube-state-metrics may list every Flux kind whose state it reports (S1-86)', () => {
    const rules = at(values, 'kube-state-metrics/rbac/extraRules') as { apiGroups: string[]; resources: string[] }[];
    const allowed = rules.flatMap(({ apiGroups, resources }) => resources.map((name) => `${apiGroups[0]}/${name}`));
    expect(allowed.sort()).toEqual(FLUX_KINDS.map(({ group, plural }) => `${group}/${plural}`).sort());
    expect(FLUX_KINDS.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['Kustomization', 'HelmRelease', 'GitRepository', 'Receiver', 'ImageUpdateAutomation']),
    );
    expect(rules).toEqual(rules.map((rule) => ({ ...rule, verbs: ['list', 'watch'] })));
  });
});

describe("monitor of Cilium's Envoy", () => {
  const [endpoint] = envoyPodMonitorSpec({ interval: '60s' }).podMetricsEndpoints as unknown as {
    metricRelabelings: { regex: string; replacement?: string; action: string }[];
  }[];
  const [keep, namespace, app] = endpoint?.metricRelabelings ?? [];
  const full = (regex: string | undefined) => new RegExp(`^(?:${regex})$`);

  test.each(['gw/cilium-gateway-apps/dynamic-apps_my-shop_8080', 'gw/cilium-gateway-apps/dynamic-apps:my-shop:8080'])(
    'tells apps apart in %s',
    (cluster) => {
      expect(`envoy_cluster_upstream_rq_xx;${cluster}`).toMatch(full(keep?.regex));
      expect(cluster.replace(full(namespace?.regex), namespace?.replacement ?? '')).toBe('dynamic-apps');
      expect(cluster.replace(full(app?.regex), app?.replacement ?? '')).toBe('my-shop');
    },
  );

  test('drops what belongs to no Gateway: thousands of series a node', () => {
    expect('envoy_cluster_upstream_rq_xx;xds-grpc-cilium').not.toMatch(full(keep?.regex));
    expect('envoy_cluster_upstream_cx_total;gw/cilium-gateway-a/b_c_1').not.toMatch(full(keep?.regex));
  });
});
