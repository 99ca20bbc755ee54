import type { Unit } from '../unit.js';
import { allowFromExposure, allowFromPrometheus, allowIngress, denyIngress } from './network-policy.js';
import { podsOf } from './peers.js';

/** What may come in. */
export interface AllowedIngress {
  /** Pods of the namespace reach each other on every port. @default false */
  readonly within?: boolean;
  /** TCP ports for requests that come in the cluster's own way. @default none */
  readonly exposure?: readonly number[];
  /** TCP ports that Prometheus scrapes. @default none */
  readonly prometheus?: readonly number[];
}

/** Nothing comes into the unit's namespace but this and what other policies allow; going out stays free (S1-79). */
export function closeNamespace(unit: Unit, allowed: AllowedIngress = {}): void {
  const { within = false, exposure = [], prometheus = [] } = allowed;
  denyIngress(unit);
  if (within) allowIngress(unit, 'allow-namespace', { peers: [podsOf(unit.namespace)] });
  if (exposure.length > 0) allowFromExposure(unit, exposure);
  if (prometheus.length > 0) allowFromPrometheus(unit, prometheus);
}
