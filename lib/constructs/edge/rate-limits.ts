import type { JsonObject } from '../../model/json.js';
import {
  blocksOf,
  type CloudflarePlan,
  cheapestPlan,
  PLAN_LIMITS,
  type PlanLimits,
  periodsOf,
} from './cloudflare-plan.js';
import type { EdgeProblem, Judged } from './edge-problem.js';
import { allOf, hostIsOneOf, pathStartsWith } from './rules-language.js';
import { terraformText } from './terraform-text.js';

/** How many requests one address may make, and to what. Cloudflare counts in each of its data centres by itself. */
export interface Rate {
  readonly requests: number;
  /** Seconds over which they are counted. */
  readonly seconds: number;
  /** Seconds for which the address is then kept out. @default as long as they are counted */
  readonly blockSeconds?: number;
  /** Names of hosts, as apps give them; `*.` at the start stands for every name below. @default every host of the zone */
  readonly hosts?: readonly string[];
  /** Starts of paths. @default every path */
  readonly paths?: readonly string[];
}

export interface RateLimit extends Rate {
  /**
   * What stands in its place on a plan that cannot have it, said rather than guessed: another rate, which replaces all of
   * it, or that it is left out there. @default nothing: such a plan is an error
   */
  readonly onPlan?: Partial<Readonly<Record<CloudflarePlan, Rate | { readonly leftOut: string }>>>;
}

/** Rules of the phase `http_ratelimit` for a plan, and why others cannot be had there (S1-74, trap 30). */
export function rateLimitRules(
  limits: Readonly<Record<string, RateLimit>>,
  plan: CloudflarePlan,
  hostOf: (name: string) => string,
): Judged<JsonObject[]> {
  const chosen = Object.entries(limits).flatMap(([name, limit]): [string, Rate][] => {
    const instead = limit.onPlan?.[plan] ?? limit;
    return 'leftOut' in instead ? [] : [[name, instead]];
  });
  const most = PLAN_LIMITS[plan].rateLimits;
  const problems = chosen.flatMap(([name, rate]) => problemsOf(name, rate, plan));
  if (chosen.length > most) {
    const hint = `leave some out by onPlan, or take ${another((other) => other.rateLimits >= chosen.length)}`;
    problems.push({
      field: 'rateLimits',
      message: `a zone on the ${plan} plan has ${most} rate limiting rule${most === 1 ? '' : 's'}, not ${chosen.length}`,
      hint,
    });
  }
  return { value: chosen.map(([name, rate]) => rule(name, rate, hostOf)), problems };
}

function rule(name: string, rate: Rate, hostOf: (name: string) => string): JsonObject {
  const { requests, seconds, blockSeconds = seconds, hosts = [], paths = [] } = rate;
  const where = [
    ...(hosts.length === 0 ? [] : [hostIsOneOf(hosts.map(hostOf))]),
    ...(paths.length === 0 ? [] : [pathStartsWith(paths)]),
  ];
  return {
    ref: `rate_limit_${name.replaceAll('-', '_')}`,
    description: `${name}: ${requests} requests in ${seconds} s from one address`,
    expression: terraformText(where.length === 0 ? 'true' : allOf(where)),
    action: 'block',
    ratelimit: {
      characteristics: ['cf.colo.id', 'ip.src'],
      period: seconds,
      requests_per_period: requests,
      mitigation_timeout: blockSeconds,
    },
  };
}

function problemsOf(name: string, rate: Rate, plan: CloudflarePlan): EdgeProblem[] {
  const { requests, seconds, blockSeconds = seconds, hosts = [], paths = [] } = rate;
  const limits = PLAN_LIMITS[plan];
  const field = `rateLimits.${name}`;
  const problems: EdgeProblem[] = [];
  const wrong = (message: string, hint: string) => problems.push({ field, message: `${name}: ${message}`, hint });
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name)) wrong('no name of a rule', 'lower-case letters, digits and "-"');
  if (!Number.isInteger(requests) || requests < 1) wrong(`${requests} requests are no limit`, 'a whole number from 1');
  if (!periodsOf(plan).includes(seconds)) {
    wrong(
      `the ${plan} plan counts requests over ${list(periodsOf(plan))} seconds, not over ${seconds}`,
      `say by onPlan what ${plan} has instead, or take ${another((_, other) => periodsOf(other).includes(seconds))}`,
    );
  } else if (!blocksOf(plan).includes(blockSeconds)) {
    wrong(
      `the ${plan} plan keeps an address out for ${list(blocksOf(plan))} seconds, not for ${blockSeconds}`,
      'set blockSeconds to one of them',
    );
  }
  if (hosts.length > 0 && !limits.hostsInRateLimits) {
    wrong(
      `a rate limit on the ${plan} plan sees the path alone, no host`,
      `say by onPlan what ${plan} has instead, or take ${another((other) => other.hostsInRateLimits)}`,
    );
  }
  for (const path of paths.filter((text) => !text.startsWith('/'))) wrong(`path "${path}"`, 'a path starts with "/"');
  return problems;
}

function another(holds: (limits: PlanLimits, plan: CloudflarePlan) => boolean): string {
  const plan = cheapestPlan(holds);
  return plan === undefined ? 'a rate that some plan has' : `the ${plan} plan`;
}

function list(numbers: readonly number[]): string {
  return numbers.length <= 4 ? numbers.join(', ') : `${numbers.slice(0, 3).join(', ')} … ${numbers.at(-1)}`;
}
