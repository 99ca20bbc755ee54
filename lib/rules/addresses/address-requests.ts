import { chartInstalls, valuePlace } from '../../flux/helm/chart-installs.js';
import { walkValues } from '../../flux/helm/walk-values.js';
import { field, isMap, mapsOf } from '../../flux/kustomize/built.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { AppliedObject, JsonPath, TreeView } from '../../flux/tree/view.js';
import type { Json } from '../../model/json.js';
import type { Balancer } from './balancer-pools.js';

/** An address that something asks a load balancer for. */
export interface AddressRequest {
  /** Absent where only a pool is named. */
  readonly address?: string;
  /** Pool that is named with it. */
  readonly pool?: string;
  /** Whose annotation says so. @default whoever serves the Service */
  readonly balancer?: Balancer;
  /** Requests with the same key may share an address. */
  readonly sharing?: string;
  /** `53 UDP`; undefined where a chart decides. */
  readonly ports?: readonly string[];
  readonly at: AppliedObject;
  readonly path: JsonPath;
}

type Annotations = { readonly [key: string]: Json | undefined };

const ADDRESSES: Readonly<Record<string, Balancer>> = {
  'metallb.io/loadBalancerIPs': 'MetalLB',
  'metallb.universe.tf/loadBalancerIPs': 'MetalLB',
  'lbipam.cilium.io/ips': 'Cilium',
  'io.cilium/lb-ipam-ips': 'Cilium',
};
const POOLS = ['metallb.io/address-pool', 'metallb.universe.tf/address-pool'];
const SHARING = [
  'metallb.io/allow-shared-ip',
  'metallb.universe.tf/allow-shared-ip',
  'lbipam.cilium.io/sharing-key',
  'io.cilium/lb-ipam-sharing-key',
];
const cache = new WeakMap<TreeView, readonly AddressRequest[]>();

/** Every address that a tree asks for: by Services, Gateways and values of charts. */
export function addressRequests(view: TreeView): readonly AddressRequest[] {
  const known = cache.get(view);
  if (known !== undefined) return known;
  const requests = [...ofServices(view), ...ofGateways(view), ...ofCharts(view)].filter(
    ({ address = '', pool = '' }) => !isUnknown(address) && !isUnknown(pool),
  );
  cache.set(view, requests);
  return requests;
}

function* ofServices({ index }: TreeView): Generator<AddressRequest> {
  for (const at of index.ofKind('', 'Service')) {
    const spec = field(at.object, 'spec');
    if (field(spec, 'type') !== 'LoadBalancer') continue;
    const ports = mapsOf(field(spec, 'ports')).map(({ port, protocol = 'TCP' }) => `${port} ${protocol}`);
    const annotations = mapOf(field(at.object, 'metadata', 'annotations'));
    yield* annotated(annotations, { at, ports }, ['metadata', 'annotations']);
    const address = field(spec, 'loadBalancerIP');
    if (typeof address === 'string' && address !== '') {
      yield { address, ports, ...sharingOf(annotations), at, path: ['spec', 'loadBalancerIP'] };
    }
  }
}

function* ofGateways({ index }: TreeView): Generator<AddressRequest> {
  for (const at of index.ofKind('gateway.networking.k8s.io', 'Gateway')) {
    const ports = mapsOf(field(at.object, 'spec', 'listeners')).map(({ port }) => `${port} TCP`);
    for (const path of [
      ['metadata', 'annotations'],
      ['spec', 'infrastructure', 'annotations'],
    ]) {
      yield* annotated(mapOf(field(at.object, ...path)), { at, ports: [...new Set(ports)] }, path);
    }
    for (const [index, { type = 'IPAddress', value }] of mapsOf(field(at.object, 'spec', 'addresses')).entries()) {
      if (type !== 'IPAddress' || typeof value !== 'string') continue;
      yield { address: value, ports: [...new Set(ports)], at, path: ['spec', 'addresses', index, 'value'] };
    }
  }
}

function* ofCharts(view: TreeView): Generator<AddressRequest> {
  for (const install of chartInstalls(view)) {
    const { at } = install;
    for (const { key, value, path, map } of walkValues(install.values)) {
      if (key === 'loadBalancerIP' && typeof value === 'string' && value !== '') {
        yield { address: value, ...sharingOf(mapOf(map.annotations)), at, path: valuePlace(install, path) };
      } else if (isMap(value) && /annotations/i.test(key)) {
        for (const request of annotated(value, { at }, path)) {
          yield { ...request, path: valuePlace(install, request.path) };
        }
      }
    }
  }
}

function* annotated(
  annotations: Annotations,
  common: Pick<AddressRequest, 'at' | 'ports'>,
  path: JsonPath,
): Generator<AddressRequest> {
  const pool = POOLS.find((key) => typeof annotations[key] === 'string');
  const named = pool === undefined ? {} : { pool: String(annotations[pool]) };
  let hasAddress = false;
  for (const [key, balancer] of Object.entries(ADDRESSES)) {
    const text = annotations[key];
    if (typeof text !== 'string') continue;
    for (const address of text.split(',').map((one) => one.trim())) {
      hasAddress = true;
      yield { address, balancer, ...named, ...sharingOf(annotations), ...common, path: [...path, key] };
    }
  }
  if (pool !== undefined && !hasAddress) {
    yield { ...named, balancer: 'MetalLB', ...sharingOf(annotations), ...common, path: [...path, pool] };
  }
}

function sharingOf(annotations: Annotations): { sharing?: string } {
  const key = SHARING.find((one) => typeof annotations[one] === 'string');
  return key === undefined ? {} : { sharing: String(annotations[key]) };
}

function mapOf(value: unknown): Annotations {
  return isMap(value) ? value : {};
}
