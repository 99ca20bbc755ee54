import { type ChartInstall, installsOf } from '../../flux/helm/chart-installs.js';
import { field, mapsOf } from '../../flux/kustomize/built.js';
import type { JsonPath, TreeFinding } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';
import { valuePath } from '../value-path.js';

/** What the chart keeps if nobody says how long. */
const RETENTION = '120h';

/** An alert that is routed to nobody, or forgotten before it is repeated, was for nothing (trap 28). */
export const alertmanagerRoutes: TreeRule = {
  name: 'alertmanager-routes',
  severity: 'error',
  description:
    'A route of Alertmanager names a receiver that does not exist, so that it does not start; or it repeats less often than Alertmanager remembers, so that a weekly tier comes every five days.',
  remediation:
    'keep the receiver "null", to which the chart’s own routes point; set alertmanagerSpec.retention above the longest repeat_interval',
  sources: ['S1-86', 'S1-88', 'trap 28', 'VERIFIED: Alertmanager'],
  *check(view) {
    for (const install of installsOf(view, ['kube-prometheus-stack'])) yield* ofStack(install);
  },
};

function* ofStack({ at, values, valuesPath }: ChartInstall): Iterable<TreeFinding> {
  const config = field(values, 'alertmanager', 'config');
  const receivers = field(config, 'receivers');
  const route = field(config, 'route');
  const place = (...path: JsonPath) => valuePath(valuesPath, ['alertmanager', ...path]);
  if (Array.isArray(receivers)) {
    const names = new Set(mapsOf(receivers).map(({ name }) => String(name)));
    // Lists of values replace those of the chart: its Watchdog route stays until routes are given.
    const routes = [...routesOf(route, ['config', 'route'])];
    if (field(route, 'routes') === undefined && !names.has('null')) {
      yield {
        at,
        path: place('config', 'receivers'),
        message: 'has no receiver "null", to which the chart routes Watchdog',
      };
    }
    if (field(route, 'receiver') === undefined && !names.has('null')) {
      yield { at, path: place('config', 'route'), message: 'has no receiver, and the chart’s own is "null"' };
    }
    for (const { receiver, path } of routes) {
      if (receiver === undefined || names.has(receiver)) continue;
      yield { at, path: place(...path, 'receiver'), message: `no receiver is called "${receiver}"` };
    }
  }
  const retention = field(values, 'alertmanager', 'alertmanagerSpec', 'retention') ?? RETENTION;
  const kept = hours(retention);
  for (const { repeat, path } of routesOf(route, ['config', 'route'])) {
    const every = hours(repeat);
    if (every === undefined || kept === undefined || every <= kept) continue;
    const message = `repeats every ${repeat}, and Alertmanager remembers for ${String(retention)}`;
    yield { at, path: place(...path, 'repeat_interval'), message };
  }
}

interface Route {
  readonly receiver: string | undefined;
  readonly repeat: unknown;
  readonly path: JsonPath;
}

function* routesOf(route: unknown, path: JsonPath): Generator<Route> {
  const receiver = field(route, 'receiver');
  yield {
    receiver: receiver === undefined || receiver === null ? undefined : String(receiver),
    repeat: field(route, 'repeat_interval'),
    path,
  };
  for (const [index, below] of mapsOf(field(route, 'routes')).entries()) {
    yield* routesOf(below, [...path, 'routes', index]);
  }
}

const UNITS: Readonly<Record<string, number>> = {
  ms: 1 / 3_600_000,
  s: 1 / 3600,
  m: 1 / 60,
  h: 1,
  d: 24,
  w: 168,
  y: 8760,
};

/** `1w`, `4h30m`: Prometheus' durations. */
function hours(text: unknown): number | undefined {
  if (typeof text !== 'string' || !/^(?:\d+(?:ms|[smhdwy]))+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+)(ms|[smhdwy])/g)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (UNITS[unit] ?? 0),
    0,
  );
}
