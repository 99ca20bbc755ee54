import { chartInstalls } from '../../flux/helm/chart-installs.js';
import { field, isMap, mapsOf } from '../../flux/kustomize/built.js';
import { containersOf, podsOf } from '../../flux/pods.js';
import type { AppliedObject, JsonPath, TreeView } from '../../flux/tree/view.js';
import type { JsonObject } from '../../model/json.js';
import { formatResourceId } from '../../model/manifest.js';
import { controllerPorts } from './controller-ports.js';

/** Something that takes a port of the nodes it runs on. */
export interface HostPort {
  readonly port: number;
  readonly protocol: string;
  /** @default every address of the node */
  readonly address?: string;
  /** Labels of the nodes. @default every node */
  readonly nodes?: JsonObject;
  /** Who takes it. */
  readonly by: string;
  readonly at?: AppliedObject;
  readonly path?: JsonPath;
}

/** Pods that run again and again on one node do not meet themselves; Jobs end. */
const ENDING = new Set(['Job', 'CronJob']);

/** Ports of nodes that pods, ingress controllers and K3s' ServiceLB take. */
export function* hostPorts(view: TreeView): Generator<HostPort> {
  const parts = (view.settings.boundaries ?? []).flatMap((boundary) => boundary.parts ?? []);
  const hasServiceLb = parts.includes('servicelb');
  const configured = view.index.ofKind('helm.cattle.io', 'HelmChartConfig').find(({ id }) => id.name === 'traefik');
  if (parts.includes('traefik') || configured !== undefined) {
    for (const port of [80, 443]) yield { port, protocol: 'TCP', by: 'the Traefik that K3s bundles' };
  }
  yield* podPorts(view);
  for (const install of chartInstalls(view)) {
    const { at } = install;
    if (at.id.kind === 'HelmChartConfig') continue;
    const { host, balanced } = controllerPorts(install);
    for (const port of new Set(hasServiceLb ? [...host, ...balanced] : host)) {
      yield { port, protocol: 'TCP', by: named(at), at };
    }
  }
  if (hasServiceLb) yield* servicePorts(view);
}

/** ServiceLB makes a pod with host ports of every Service that asks for a load balancer. */
function* servicePorts({ index }: TreeView): Generator<HostPort> {
  for (const at of index.ofKind('', 'Service')) {
    if (field(at.object, 'spec', 'type') !== 'LoadBalancer') continue;
    if (field(at.object, 'spec', 'loadBalancerClass') !== undefined) continue;
    for (const [number, { port, protocol = 'TCP' }] of mapsOf(field(at.object, 'spec', 'ports')).entries()) {
      if (typeof port !== 'number') continue;
      yield { port, protocol: String(protocol), by: named(at), at, path: ['spec', 'ports', number, 'port'] };
    }
  }
}

function* podPorts(view: TreeView): Generator<HostPort> {
  for (const pod of podsOf(view)) {
    const { owner: at, spec, path } = pod;
    if (ENDING.has(at.id.kind)) continue;
    const isOnHost = spec.hostNetwork === true;
    const nodes = isMap(spec.nodeSelector) ? { nodes: spec.nodeSelector } : {};
    for (const { container, path: below } of containersOf(pod)) {
      for (const [number, port] of mapsOf(container.ports).entries()) {
        const { hostPort = isOnHost ? port.containerPort : undefined, protocol = 'TCP', hostIP } = port;
        if (typeof hostPort !== 'number' || hostPort === 0) continue;
        const place = [...path, ...below, 'ports', number];
        const address = typeof hostIP === 'string' && !/^(?:0\.0\.0\.0|::)?$/.test(hostIP) ? { address: hostIP } : {};
        yield { port: hostPort, protocol: String(protocol), ...address, ...nodes, by: named(at), at, path: place };
      }
    }
  }
}

/** Whether two claims can meet on one node. */
export function canMeet(one: HostPort, other: HostPort): boolean {
  if (one.address !== undefined && other.address !== undefined && one.address !== other.address) return false;
  const theirs = other.nodes ?? {};
  return !Object.entries(one.nodes ?? {}).some(([label, value]) => label in theirs && theirs[label] !== value);
}

function named({ id, document }: AppliedObject): string {
  return `${formatResourceId(id)} (${document.file})`;
}
