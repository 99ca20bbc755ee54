import { variablesIn } from '../../flux/substitution.js';
import type { AppliedObject, JsonPath } from '../../flux/tree/view.js';

/** Something that says: requests for this host are mine. */
export interface HostClaim {
  /** As it is in the cluster, variables as tokens. */
  readonly host: string;
  /** Which of the host's requests: path, headers, the rest of a rule. Claims of two paths are no conflict. */
  readonly match: string;
  /** What hands requests to each other: a tunnel and the route behind it are a chain, not two owners. */
  readonly layer: 'tunnel' | 'route' | 'listener';
  /** Where requests come in: `ingress nginx`, `gateway network/public http`; two of one system that share none are apart. */
  readonly system: string;
  /** @default every entry of the system */
  readonly entries?: readonly string[];
  /** What answers; undefined for a redirect, which takes nothing from anybody. */
  readonly backend: string | undefined;
  readonly at: AppliedObject;
  readonly path: JsonPath;
}

/** True for a host that two places can be told to share: nothing of it is unknown but named variables. */
export function isComparable(host: string): boolean {
  return host !== '' && !variablesIn(host).includes('unknown');
}

/** Whether two claims of the same host and match cannot both hold. */
export function conflicts(one: HostClaim, other: HostClaim): boolean {
  if (one.layer !== other.layer) return false;
  // That a tunnel's own rule hides a later one is what cloudflared-config says.
  if (one.layer === 'tunnel' && one.at === other.at && one.match === '') return false;
  const sameSystem = one.system === other.system;
  if (sameSystem && one.entries !== undefined && other.entries !== undefined) {
    const { entries } = other;
    if (!one.entries.some((entry) => entries.includes(entry))) return false;
  }
  if (one.layer !== 'route') return sameSystem;
  // ingress-nginx refuses the second of two Ingresses with one host and path, whatever they point to.
  if (sameSystem && one.system.startsWith('ingress ')) return true;
  return one.backend !== undefined && other.backend !== undefined && one.backend !== other.backend;
}
