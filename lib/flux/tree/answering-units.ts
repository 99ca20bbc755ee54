import { field, mapsOf, textsOf } from '../kustomize/built.js';
import type { AppliedObject, FluxUnit, TreeView } from './view.js';

/** The units that bring who answers at a host: by a name inside the cluster, or by a route from outside. */
type AnsweringUnits = ReadonlyMap<string, ReadonlySet<FluxUnit>>;

const cache = new WeakMap<TreeView, AnsweringUnits>();

/** Units that have to be ready before anybody answers at a URL; none for what is not in the tree. */
export function answeringUnits(view: TreeView, url: unknown): readonly FluxUnit[] {
  const known = cache.get(view) ?? collect(view);
  cache.set(view, known);
  if (typeof url !== 'string' || !URL.canParse(url)) return [];
  return [...(known.get(serviceHost(new URL(url).hostname)) ?? [])];
}

function collect({ index }: TreeView): AnsweringUnits {
  const units = new Map<string, Set<FluxUnit>>();
  const add = (host: string, { unit }: AppliedObject) => {
    if (unit !== undefined) units.set(host, (units.get(host) ?? new Set()).add(unit));
  };
  // The operator makes a Service of a Vault's name.
  for (const at of [...index.ofKind('', 'Service'), ...index.ofKind('vault.banzaicloud.com', 'Vault')]) {
    add(`${at.id.name}.${at.id.namespace}`, at);
  }
  for (const at of index.ofKind('networking.k8s.io', 'Ingress')) {
    for (const { host } of mapsOf(field(at.object, 'spec', 'rules'))) if (typeof host === 'string') add(host, at);
  }
  for (const at of index.ofKind('gateway.networking.k8s.io', 'HTTPRoute')) {
    for (const host of textsOf(field(at.object, 'spec', 'hostnames'))) add(host, at);
  }
  return units;
}

function serviceHost(host: string): string {
  return host.replace(/^([^.]+\.[^.]+)\.svc(?:\.cluster\.local)?$/, '$1');
}
