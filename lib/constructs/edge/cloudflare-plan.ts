/** What Cloudflare's documentation says of each plan of a zone. An API that is asked for more refuses the whole ruleset. */

export type CloudflarePlan = 'free' | 'pro' | 'business' | 'enterprise';

/** `free` has less in it than `cloudflare`, and is there on every plan without being asked for. */
export type ManagedRuleset = 'free' | 'cloudflare' | 'owasp';

export interface PlanLimits {
  /** Rate limiting rules of a zone. */
  readonly rateLimits: number;
  /** Seconds over which requests can be counted, at most. */
  readonly longestPeriod: number;
  /** Seconds for which a visitor can be kept out, at most. */
  readonly longestBlock: number;
  /** Whether a rate limit can name hosts, or sees the path alone. */
  readonly hostsInRateLimits: boolean;
  readonly managedRulesets: readonly ManagedRuleset[];
}

const PAID: readonly ManagedRuleset[] = ['free', 'cloudflare', 'owasp'];
const DAY = 86_400;

export const PLAN_LIMITS: Readonly<Record<CloudflarePlan, PlanLimits>> = {
  free: { rateLimits: 1, longestPeriod: 10, longestBlock: 10, hostsInRateLimits: false, managedRulesets: ['free'] },
  pro: { rateLimits: 2, longestPeriod: 60, longestBlock: 3600, hostsInRateLimits: true, managedRulesets: PAID },
  business: { rateLimits: 5, longestPeriod: 600, longestBlock: DAY, hostsInRateLimits: true, managedRulesets: PAID },
  enterprise: {
    rateLimits: 100,
    longestPeriod: 65_535,
    longestBlock: DAY,
    hostsInRateLimits: true,
    managedRulesets: PAID,
  },
};

export const PLANS = Object.keys(PLAN_LIMITS) as CloudflarePlan[];

/** Seconds that Cloudflare knows as a period or as the time of a block. */
const SECONDS = [
  10,
  15,
  20,
  30,
  40,
  45,
  60,
  90,
  120,
  180,
  240,
  300,
  480,
  600,
  900,
  1200,
  1800,
  2400,
  3600,
  65_535,
  DAY,
];

/** Periods of a plan, shortest first. */
export function periodsOf(plan: CloudflarePlan): number[] {
  return SECONDS.filter((seconds) => seconds <= PLAN_LIMITS[plan].longestPeriod);
}

/** Times of a block on a plan, shortest first. */
export function blocksOf(plan: CloudflarePlan): number[] {
  return SECONDS.filter((seconds) => seconds <= PLAN_LIMITS[plan].longestBlock);
}

/** The cheapest plan that a condition holds for. */
export function cheapestPlan(holds: (limits: PlanLimits, plan: CloudflarePlan) => boolean): CloudflarePlan | undefined {
  return PLANS.find((plan) => holds(PLAN_LIMITS[plan], plan));
}

/** Ids of the rulesets, the same in every account. */
export const RULESET_IDS: Readonly<Record<ManagedRuleset, string>> = {
  free: '77454fe2d30c4220b5701f6fdfb893ba',
  cloudflare: 'efb7b8c949ac4650a09736fc376e9aee',
  owasp: '4814384a9e5d4991b9815dcfc25d2f1f',
};
