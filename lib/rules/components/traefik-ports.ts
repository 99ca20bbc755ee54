import { type ChartInstall, installsOf } from '../../flux/helm/chart-installs.js';
import { field, isMap, mapsOf, textsOf } from '../../flux/kustomize/built.js';
import type { AppliedObject, TreeFinding, TreeView } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';
import { readRule } from '../unique/traefik-hosts.js';
import { valuePath } from '../value-path.js';

/** Entry points that the chart exposes by itself. */
const OWN = new Set(['web', 'websecure']);
/** Entry points of the chart that are for the inside. */
const INNER = new Set(['traefik', 'metrics']);

/** A route is worth nothing while its port is closed, or its rule never matches (traps 40 and 42). */
export const traefikPorts: TreeRule = {
  name: 'traefik-ports',
  severity: 'error',
  description:
    'A TCP entry point of Traefik is not exposed on its Service, so that the port is closed; a route names an entry point that nobody opens; or it matches a host name without TLS, which plain TCP does not have.',
  remediation: 'ports.<name>.expose.default: true; HostSNI(`*`) on an entry point of its own, or tls on the route',
  sources: ['S2-22', 'S2-30', 'S2-34', 'trap 40', 'trap 42', 'VERIFIED: Traefik'],
  *check(view) {
    const installs = installsOf(view, ['traefik']);
    for (const install of installs) yield* ports(install);
    for (const route of routes(view)) yield* tcpRoute(route, entryPoints(installs));
  },
};

function* ports({ at, values, valuesPath }: ChartInstall): Iterable<TreeFinding> {
  for (const [name, port] of Object.entries(portsOf(values))) {
    if (OWN.has(name) || INNER.has(name) || !isMap(port)) continue;
    const path = valuePath(valuesPath, ['ports', name, 'expose']);
    if (typeof port.expose === 'boolean') {
      yield {
        at,
        path,
        message: `expose of entry point "${name}" is a truth value, and has been a map since chart 27`,
      };
    } else if (field(port.expose, 'default') !== true) {
      yield { at, path, message: `entry point "${name}" is not exposed on the Service, so that its port is closed` };
    }
  }
}

/** Entry points that somebody opens; undefined where no install of Traefik is in the tree. */
function entryPoints(installs: readonly ChartInstall[]): ReadonlySet<string> | undefined {
  if (installs.length === 0) return undefined;
  const names = installs.flatMap(({ values }) => {
    const extra = textsOf(values.additionalArguments).flatMap(
      (text) => /--entrypoints\.([\w-]+)/i.exec(text)?.[1] ?? [],
    );
    return [...Object.keys(portsOf(values)), ...extra];
  });
  return new Set([...names, ...OWN, ...INNER]);
}

function portsOf(values: unknown): Readonly<Record<string, unknown>> {
  const ports = field(values, 'ports');
  return isMap(ports) ? ports : {};
}

function routes({ index }: TreeView): AppliedObject[] {
  return ['traefik.io', 'traefik.containo.us'].flatMap((group) => index.ofKind(group, 'IngressRouteTCP'));
}

function* tcpRoute(at: AppliedObject, known: ReadonlySet<string> | undefined): Iterable<TreeFinding> {
  const { spec } = at.object;
  for (const [index, name] of textsOf(field(spec, 'entryPoints')).entries()) {
    if (known === undefined || known.has(name)) continue;
    yield { at, path: ['spec', 'entryPoints', index], message: `nobody opens the entry point "${name}"` };
  }
  if (isMap(field(spec, 'tls'))) return;
  for (const [index, { match }] of mapsOf(field(spec, 'routes')).entries()) {
    if (typeof match !== 'string' || !match.includes('HostSNI')) continue;
    const named = readRule(match).hosts.find((host) => host !== '*');
    if (named === undefined) continue;
    const message = `matches "${named}", which only a TLS connection names, and the route has no tls`;
    yield { at, path: ['spec', 'routes', index, 'match'], message };
  }
}
