import type { Amounts } from './app/container.js';
import { quantity } from './format.js';
import { KubeLimitRange, KubeResourceQuota, Quantity } from './k8s.js';
import type { Unit } from './unit.js';

export interface QuotaProps {
  /** @default the unit's */
  readonly namespace?: string;
  /** How many pods may run at once. */
  readonly pods: number;
  /** Sum of what all pods reserve. @default not limited */
  readonly requests?: Amounts;
  /** Sum of what all pods may use. @default not limited */
  readonly limits?: Amounts;
  /** What a container gets that says nothing of it, and the most that it may ask for. */
  readonly perContainer: { readonly requests: Amounts; readonly limits: Amounts; readonly max: Amounts };
}

/**
 * Bounds for a namespace whose pods somebody else declares: a ResourceQuota, and the LimitRange without which pods that
 * name no resources would be refused.
 */
export function quota(unit: Unit, name: string, props: QuotaProps): void {
  const { namespace = unit.namespace, pods, requests = {}, limits = {}, perContainer } = props;
  const metadata = { name, namespace };
  const amounts = (field: string, given: Amounts, prefix = '') =>
    Object.fromEntries(
      Object.entries(given).map(([resource, amount]) => {
        unit.expect(quantity, `quota ${name}.${field}.${resource}`, amount);
        return [`${prefix}${resource}`, Quantity.fromString(amount)];
      }),
    );
  new KubeResourceQuota(unit, `resource-quota-${namespace}-${name}`, {
    metadata,
    spec: {
      hard: {
        pods: Quantity.fromNumber(pods),
        ...amounts('requests', requests, 'requests.'),
        ...amounts('limits', limits, 'limits.'),
      },
    },
  });
  const limit = {
    type: 'Container',
    defaultRequest: amounts('perContainer.requests', perContainer.requests),
    default: amounts('perContainer.limits', perContainer.limits),
    max: amounts('perContainer.max', perContainer.max),
  };
  new KubeLimitRange(unit, `limit-range-${namespace}-${name}`, { metadata, spec: { limits: [limit] } });
}
