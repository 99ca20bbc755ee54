import { chartInstalls, valuePlace } from '../../flux/helm/chart-installs.js';
import { walkValues } from '../../flux/helm/walk-values.js';
import { field, isMap, mapsOf, textsOf } from '../../flux/kustomize/built.js';
import type { AppliedObject, JsonPath, TreeView } from '../../flux/tree/view.js';
import type { Json } from '../../model/json.js';
import { formatResourceId } from '../../model/manifest.js';
import type { HostClaim } from './host-claims.js';

const CLASS = 'kubernetes.io/ingress.class';
const CANARY = 'nginx.ingress.kubernetes.io/canary';

/** Name of the class that an Ingress asks for; empty for the default one. */
export function ingressClass({ object }: AppliedObject): string {
  const named = field(object, 'spec', 'ingressClassName') ?? field(object, 'metadata', 'annotations', CLASS);
  return typeof named === 'string' ? named : '';
}

/** Hosts of Ingresses. */
export function* ingressHosts({ index }: TreeView): Generator<HostClaim> {
  for (const at of index.ofKind('networking.k8s.io', 'Ingress')) {
    if (field(at.object, 'metadata', 'annotations', CANARY) === 'true') continue;
    const namespace = at.id.namespace ?? '';
    for (const [index, rule] of mapsOf(field(at.object, 'spec', 'rules')).entries()) {
      if (typeof rule.host !== 'string') continue;
      const common = { host: rule.host, layer: 'route', system: `ingress ${ingressClass(at)}`, at } as const;
      const place: JsonPath = ['spec', 'rules', index, 'host'];
      for (const { path = '/', pathType = '', backend } of mapsOf(field(rule, 'http', 'paths'))) {
        const service = field(backend, 'service');
        const target = isMap(service)
          ? `${namespace}/${service.name}:${field(service, 'port', 'number') ?? field(service, 'port', 'name')}`
          : String(backend);
        yield { ...common, match: `${path} ${pathType}`, backend: target, path: place };
      }
    }
  }
}

/** Hosts that charts are told to make Ingresses and routes for: `ingress.hosts`, `ingress.main.hosts`, `route.main.hostnames`. */
export function* valuesHosts(view: TreeView): Generator<HostClaim> {
  for (const install of chartInstalls(view)) {
    const { at } = install;
    for (const { key, value, path } of walkValues(install.values)) {
      if (!/(?:ingress|route)$/i.test(key) || !isMap(value) || value.enabled === false) continue;
      if (path.slice(0, -1).some((part) => /(?:ingress|route)$/i.test(String(part)))) continue;
      for (const { host, match, path: below } of hostsIn(value, [])) {
        const place = valuePlace(install, [...path, ...below]);
        const backend = formatResourceId(at.id);
        yield { host, match, layer: 'route', system: `chart ${backend}`, backend, at, path: place };
      }
    }
  }
}

interface ValueHost {
  readonly host: string;
  readonly match: string;
  readonly path: JsonPath;
}

function* hostsIn(value: Json | undefined, path: JsonPath): Generator<ValueHost> {
  if (!isMap(value) || path.length > 6 || value.enabled === false) return;
  for (const [key, member] of Object.entries(value)) {
    const below = [...path, key];
    if (key === 'host' || key === 'hostname') {
      if (typeof member === 'string') yield { host: member, match: matchOf(value), path: below };
    } else if (key === 'hosts' || key === 'hostnames') {
      for (const [index, one] of (Array.isArray(member) ? member : []).entries()) {
        if (typeof one === 'string') yield { host: one, match: matchOf(value), path: [...below, index] };
        else yield* hostsIn(one, [...below, index]);
      }
    } else if (key !== 'tls' && isMap(member)) yield* hostsIn(member, below);
  }
}

function matchOf({ path, paths, rules }: Readonly<Record<string, Json | undefined>>): string {
  if (typeof path === 'string') return `${path} `;
  const listed = textsOf(paths).concat(mapsOf(paths).map((one) => String(one.path ?? '/')));
  if (listed.length > 0) return `${listed.join(' ')} `;
  return rules === undefined ? '/ ' : JSON.stringify(rules);
}
