import { installsOf } from '../../flux/helm/chart-installs.js';
import { field, isMap, textsOf } from '../../flux/kustomize/built.js';
import { labelsOf } from '../../flux/presence/namespaces.js';
import type { AppliedObject, TreeView } from '../../flux/tree/view.js';
import type { JsonObject } from '../../model/json.js';
import type { TreeRule } from '../tree-rule.js';

/** Dashboards that no Grafana of the tree looks for. */
export const dashboardSelected: TreeRule = {
  name: 'dashboard-selected',
  severity: 'error',
  description:
    'A ConfigMap holds a Grafana dashboard and lacks the label, or is in a namespace, that the sidecar of no Grafana ' +
    'of the tree looks for: the dashboard never shows up.',
  remediation: 'give the ConfigMap the sidecar’s label (grafana_dashboard: "1"), or widen its searchNamespace',
  sources: ['S1-84', 'trap 27', 'VERIFIED: Monitoring'],
  *check(view) {
    const sidecars = sidecarsOf(view);
    if (sidecars.length === 0) return;
    const provisioned = new Set(sidecars.flatMap(({ named }) => named));
    for (const at of view.index.ofKind('', 'ConfigMap')) {
      if (!holdsDashboard(at) || provisioned.has(at.id.name)) continue;
      if (sidecars.some((sidecar) => finds(sidecar, at))) continue;
      const [first] = sidecars;
      const hint = `the sidecar of ${first?.release} looks for ${first?.label}: "${first?.value}" in ${first?.namespaces ?? 'every namespace'}`;
      yield { at, path: ['metadata', 'labels'], message: 'holds a dashboard that no Grafana looks for', hint };
    }
  },
};

interface Sidecar {
  readonly release: string;
  readonly label: string;
  /** Empty for any value. */
  readonly value: string;
  /** @default every namespace */
  readonly namespaces?: readonly string[];
  /** ConfigMaps that Grafana reads by name. */
  readonly named: readonly string[];
}

function sidecarsOf(view: TreeView): Sidecar[] {
  // The stack's defaults differ from those of the Grafana chart that it brings.
  const stacks = installsOf(view, ['kube-prometheus-stack']).flatMap(({ release, namespace, values }) => {
    const grafana = mapOf(values.grafana);
    const on = grafana.enabled !== false && field(grafana, 'sidecar', 'dashboards', 'enabled') !== false;
    return on ? [sidecar(release, namespace, grafana, '1', 'ALL')] : [];
  });
  const alone = installsOf(view, ['grafana']).flatMap(({ release, namespace, values }) => {
    const on = field(values, 'sidecar', 'dashboards', 'enabled') === true;
    return on ? [sidecar(release, namespace, values, '', null)] : [];
  });
  return [...stacks, ...alone];
}

function sidecar(release: string, home: string, grafana: JsonObject, value: string, search: string | null): Sidecar {
  const own = mapOf(field(grafana, 'sidecar', 'dashboards'));
  const places = own.searchNamespace ?? search ?? home;
  const namespaces = typeof places === 'string' ? places.split(',').map((name) => name.trim()) : textsOf(places);
  const named = Object.values(mapOf(grafana.dashboardsConfigMaps)).filter((name) => typeof name === 'string');
  return {
    release,
    label: typeof own.label === 'string' ? own.label : 'grafana_dashboard',
    value: typeof own.labelValue === 'string' ? own.labelValue : value,
    ...(namespaces.includes('ALL') ? {} : { namespaces }),
    named,
  };
}

function finds({ label, value, namespaces }: Sidecar, { id, object }: AppliedObject): boolean {
  const own = labelsOf(object)[label];
  if (own === undefined || (value !== '' && own !== value)) return false;
  return namespaces === undefined || namespaces.includes(id.namespace ?? '');
}

/** A Grafana dashboard is JSON with panels and the version of its schema. */
function holdsDashboard({ object: { data } }: AppliedObject): boolean {
  return Object.entries(isMap(data) ? data : {}).some(
    ([key, text]) =>
      key.endsWith('.json') &&
      typeof text === 'string' &&
      text.includes('"panels"') &&
      text.includes('"schemaVersion"'),
  );
}

function mapOf(value: unknown): JsonObject {
  return isMap(value) ? value : {};
}
