import { field, mapsOf } from '../../flux/kustomize/built.js';
import { selects } from '../../flux/label-selector.js';
import { tunnelConfigs } from '../../flux/network/tunnel-config.js';
import { labelsOf } from '../../flux/presence/namespaces.js';
import type { AppliedObject, TreeView } from '../../flux/tree/view.js';
import type { JsonObject } from '../../model/json.js';
import type { TreeRule } from '../tree-rule.js';

const BACKEND = /^[a-z]+:\/\/([^.:/]+)\.([^.:/]+)\.svc[^:/]*(?::(\d+))?/;

/** What Prometheus may read, everybody on the Internet may not. */
export const metricsExposed: TreeRule = {
  name: 'metrics-exposed',
  severity: 'warning',
  description:
    'A tunnel leads to the very port that Prometheus scrapes, and no earlier rule of the host hides the path: names of ' +
    'users, hosts and workflows are readable for everybody.',
  remediation: 'put a rule with the path of the metrics and http_status:404 before the host’s rule',
  sources: ['S1-05', 'S1-85'],
  *check(view) {
    for (const { at, path, rules } of tunnelConfigs(view)) {
      for (const [index, { hostname, service, path: own }] of rules.entries()) {
        const [, name = '', namespace = '', port = '80'] = BACKEND.exec(String(service)) ?? [];
        if (name === '' || own !== undefined) continue;
        for (const metrics of scraped(view, namespace, name, Number(port))) {
          const hidden = rules.slice(0, index).some((rule) => hides(rule, hostname, metrics));
          if (!hidden) yield { at, path, message: `"${String(hostname)}${metrics}" shows metrics to everybody` };
        }
      }
    }
  },
};

/** Paths below which a Service's port gives metrics. */
function scraped({ index }: TreeView, namespace: string, name: string, port: number): string[] {
  const service = index.get({ group: '', kind: 'Service', namespace, name });
  const named = mapsOf(field(service?.object, 'spec', 'ports')).find((one) => one.port === port)?.name;
  if (service === undefined || named === undefined) return [];
  const monitors = index.ofKind('monitoring.coreos.com', 'ServiceMonitor').filter((one) => picks(one, service));
  const endpoints = monitors.flatMap((one) => mapsOf(field(one.object, 'spec', 'endpoints')));
  return endpoints.filter((one) => one.port === named).map((one) => String(one.path ?? '/metrics'));
}

function picks(monitor: AppliedObject, service: AppliedObject): boolean {
  const selector = (field(monitor.object, 'spec', 'selector') ?? {}) as JsonObject;
  return monitor.id.namespace === service.id.namespace && selects(selector, labelsOf(service.object));
}

function hides(rule: JsonObject, hostname: unknown, metrics: string): boolean {
  if (rule.hostname !== hostname || typeof rule.path !== 'string') return false;
  if (!String(rule.service).startsWith('http_status:')) return false;
  try {
    return new RegExp(rule.path).test(metrics);
  } catch {
    return false;
  }
}
