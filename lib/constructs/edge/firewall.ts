import type { JsonObject } from '../../model/json.js';
import { type CloudflarePlan, cheapestPlan, type ManagedRuleset, PLAN_LIMITS, RULESET_IDS } from './cloudflare-plan.js';
import { COUNTRIES } from './countries.js';
import type { EdgeProblem, Judged } from './edge-problem.js';
import { allOf, countryIsNoneOf, hostIsOneOf } from './rules-language.js';
import { terraformText } from './terraform-text.js';

/** Hosts that something is not for. */
export interface Except {
  /** Names of hosts, as apps give them. */
  readonly hosts: readonly string[];
  readonly reason: string;
}

export interface Countries {
  /** ISO 3166-1 codes of two letters. */
  readonly allow: readonly string[];
  /** @default the list is for every host */
  readonly except?: Except;
}

export interface ManagedRules {
  readonly ruleset: ManagedRuleset;
  /** @default for every host */
  readonly except?: Except;
}

/** The rule of the phase `http_request_firewall_custom` that keeps everybody else out (S1-75). */
export function countryRules({ allow, except }: Countries, hostOf: (name: string) => string): Judged<JsonObject[]> {
  const rule = {
    ref: 'countries',
    description: terraformText(`Visitors from ${allow.join(', ')}${outside(except)}`),
    expression: terraformText(allOf([countryIsNoneOf(allow), ...unless(except, hostOf)])),
    action: 'block',
  };
  return { value: [rule], problems: countryProblems(allow) };
}

function countryProblems(codes: readonly string[]): EdgeProblem[] {
  const field = 'countries';
  if (codes.length === 0) {
    return [
      { field, message: 'a list of no country keeps everybody out', hint: 'name countries, or leave the list out' },
    ];
  }
  return codes.flatMap((code): EdgeProblem[] => {
    if (COUNTRIES.has(code)) return [];
    const canonical = /^[A-Z]{2}$/.test(code) ? new Intl.Locale(`und-${code}`).region : code;
    const hint = canonical !== code ? `the code is "${canonical}"` : 'two capital letters of ISO 3166-1, such as "RO"';
    return [{ field, message: `"${code}" is no country that Cloudflare knows`, hint }];
  });
}

/** Rules of the phase `http_request_firewall_managed` (S1-76). */
export function managedRules(
  sets: readonly ManagedRules[],
  plan: CloudflarePlan,
  hostOf: (name: string) => string,
): Judged<JsonObject[]> {
  const value = sets.map(({ ruleset, except }) => {
    const where = unless(except, hostOf);
    return {
      ref: `execute_${ruleset}`,
      description: terraformText(`${TITLES[ruleset]}${outside(except)}`),
      expression: terraformText(where.length === 0 ? 'true' : allOf(where)),
      action: 'execute',
      action_parameters: { id: RULESET_IDS[ruleset] },
    };
  });
  const problems = sets
    .filter(({ ruleset }) => !PLAN_LIMITS[plan].managedRulesets.includes(ruleset))
    .map(({ ruleset }) => ({
      field: 'managedRules',
      message: `the ${TITLES[ruleset]} is not in the ${plan} plan`,
      hint: `take the ${cheapestPlan(({ managedRulesets }) => managedRulesets.includes(ruleset))} plan, or leave it out: Cloudflare runs its Free Managed Ruleset without being asked`,
    }));
  return { value, problems };
}

const TITLES: Readonly<Record<ManagedRuleset, string>> = {
  free: 'Cloudflare Free Managed Ruleset',
  cloudflare: 'Cloudflare Managed Ruleset',
  owasp: 'Cloudflare OWASP Core Ruleset',
};

function unless(except: Except | undefined, hostOf: (name: string) => string): string[] {
  return except === undefined ? [] : [`not (${hostIsOneOf(except.hosts.map(hostOf))})`];
}

function outside(except: Except | undefined): string {
  return except === undefined ? '' : `; not for ${except.hosts.join(', ')}: ${except.reason}`;
}
