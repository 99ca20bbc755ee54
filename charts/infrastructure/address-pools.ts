import { type Cluster, metallb, Unit } from '../../lib/index.js';

export interface AddressPool {
  /** One address, a network or a range: `10.0.3.2/32`, `10.0.3.4-10.0.3.20`. */
  readonly addresses: readonly string[];
  /** Only for Services that name one of its addresses; otherwise any Service would take it (trap 56). @default false */
  readonly dedicated?: boolean;
}

/** Addresses that MetalLB gives out and answers for on the local network (S3-39, trap 57). */
export function addressPools(cluster: Cluster, pools: Readonly<Record<string, AddressPool>>): Unit {
  const unit = new Unit(cluster.infrastructure(), 'address-pools', {
    folder: 'metallb',
    path: 'pools',
    namespace: 'metallb-system',
  });
  for (const [name, { addresses, dedicated = false }] of Object.entries(pools)) {
    new metallb.IPAddressPool(unit, name, {
      metadata: { name },
      spec: { addresses: [...addresses], autoAssign: !dedicated },
    });
  }
  new metallb.L2Advertisement(unit, 'local-network', { spec: { ipAddressPools: Object.keys(pools) } });
  return unit;
}
