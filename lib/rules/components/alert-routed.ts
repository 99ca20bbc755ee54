import { type ChartInstall, installsOf } from '../../flux/helm/chart-installs.js';
import { field, isMap, mapsOf, textsOf } from '../../flux/kustomize/built.js';
import { labelsOfMap } from '../../flux/presence/namespaces.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { AppliedObject, JsonPath, TreeView } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';

/** Alerts that Alertmanager tells nobody of (trap 28). */
export const alertRouted: TreeRule = {
  name: 'alert-routed',
  severity: 'warning',
  description:
    'By the labels that its rule gives it, every route of Alertmanager sends the alert to a receiver that tells ' +
    'nobody: it fires, and nobody hears of it.',
  remediation: 'give the alert the label that a route looks for (tier, severity), or add a route',
  sources: ['S1-86', 'S1-87', 'S1-88', 'trap 28'],
  *check(view) {
    const stacks = installsOf(view, ['kube-prometheus-stack']).filter(hasRoutes);
    if (stacks.length === 0) return;
    for (const { at, labels, path, name } of alertsOf(view)) {
      if (stacks.some((stack) => reaches(stack, labels))) continue;
      const shown = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
      yield { at, path, message: `${name} (${shown.join(', ')}) is routed to nobody` };
    }
  },
};

interface Alert {
  readonly at: AppliedObject;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly path: JsonPath;
}

function* alertsOf({ index }: TreeView): Generator<Alert> {
  for (const at of index.ofKind('monitoring.coreos.com', 'PrometheusRule')) {
    for (const [group, { rules }] of mapsOf(field(at.object, 'spec', 'groups')).entries()) {
      for (const [place, { alert, labels }] of mapsOf(rules).entries()) {
        const own = labelsOfMap(labels);
        // A template's value is known when the alert fires.
        if (typeof alert !== 'string' || Object.values(own).some((one) => isUnknown(one) || one.includes('{{')))
          continue;
        const path = ['spec', 'groups', group, 'rules', place, 'labels'];
        yield { at, name: alert, labels: { ...own, alertname: alert }, path };
      }
    }
  }
}

function configOf({ values }: ChartInstall): unknown {
  return field(values, 'alertmanager', 'config');
}

function hasRoutes(stack: ChartInstall): boolean {
  return mapsOf(field(configOf(stack), 'receivers')).length > 0 && isMap(field(configOf(stack), 'route'));
}

function reaches(stack: ChartInstall, labels: Readonly<Record<string, string>>): boolean {
  const receivers = mapsOf(field(configOf(stack), 'receivers'));
  const silent = new Set(
    receivers.filter((one) => !Object.keys(one).some((key) => key.endsWith('_configs'))).map(({ name }) => name),
  );
  return receiversFor(field(configOf(stack), 'route'), labels, '').some((name) => !silent.has(name));
}

/** Receivers of the routes that an alert ends in; a matcher that looks for labels of the metric may match. */
function receiversFor(route: unknown, labels: Readonly<Record<string, string>>, inherited: string): string[] {
  const receiver = String(field(route, 'receiver') ?? inherited);
  const found: string[] = [];
  for (const below of mapsOf(field(route, 'routes'))) {
    const match = matches(below, labels);
    if (match === 'no') continue;
    found.push(...receiversFor(below, labels, receiver));
    if (match === 'yes' && below.continue !== true) return found;
  }
  return found.length > 0 ? found : [receiver];
}

type Match = 'yes' | 'no' | 'perhaps';

function matches(route: unknown, labels: Readonly<Record<string, string>>): Match {
  const written = textsOf(field(route, 'matchers')).map((text) =>
    /^\s*"?([\w:]+)"?\s*(=~|!~|!=|=)\s*"?(.*?)"?\s*$/.exec(text),
  );
  const old = Object.entries(labelsOfMap(field(route, 'match'))).map(([key, value]) => ['', key, '=', value]);
  const all = [...written, ...old].map((one) => (one === null ? 'perhaps' : holds(one.slice(1), labels)));
  if (field(route, 'match_re') !== undefined) all.push('perhaps');
  return all.includes('no') ? 'no' : all.includes('perhaps') ? 'perhaps' : 'yes';
}

/** What tells tiers and severities apart is given by rules alone; other labels may come from the metric. */
const OF_RULES = new Set(['alertname', 'severity', 'tier']);

function holds([key = '', operator, value = '']: readonly string[], labels: Readonly<Record<string, string>>): Match {
  const own = labels[key];
  if (own === undefined && !OF_RULES.has(key)) return 'perhaps';
  const fits = operator?.endsWith('~') === true ? matchesWhole(value, own ?? '') : (own ?? '') === value;
  if (fits === undefined) return 'perhaps';
  return fits !== (operator?.startsWith('!') === true) ? 'yes' : 'no';
}

function matchesWhole(pattern: string, text: string): boolean | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`).test(text);
  } catch {
    return undefined;
  }
}
