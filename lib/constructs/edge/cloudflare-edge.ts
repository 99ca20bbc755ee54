import { displayVariables } from '../../flux/substitution.js';
import type { JsonObject } from '../../model/json.js';
import { hintForUnknown } from '../../model/names.js';
import type { Cluster } from '../cluster.js';
import { hostname } from '../format.js';
import {
  type AccessHost,
  type AccessSettings,
  accessApplications,
  accessHosts,
  accessPolicies,
} from './access-applications.js';
import { type CloudflarePlan, PLAN_LIMITS } from './cloudflare-plan.js';
import { type Countries, countryRules, type ManagedRules, managedRules } from './firewall.js';
import { type RateLimit, rateLimitRules } from './rate-limits.js';
import { edgeVariables } from './terraform-variables.js';

/** What Cloudflare does in front of a cluster (S1-73 to S1-76). */
export interface CloudflareEdgeOptions {
  /** Plan of the zone. What it cannot have is an error here, not a failed apply (trap 30). */
  readonly plan: CloudflarePlan;
  /** By name. @default none */
  readonly rateLimits?: Readonly<Record<string, RateLimit>>;
  /** Where visitors may come from. @default everywhere */
  readonly countries?: Countries;
  /** Rulesets of Cloudflare's own. @default what the plan has by itself */
  readonly managedRules?: readonly ManagedRules[];
  /** Logins at the edge, for hosts whose access is `edge` and those named here. @default none, whatever hosts say */
  readonly access?: AccessSettings;
}

const FILE = 'edge/cloudflare.tf.json';

/**
 * Writes what Cloudflare does in front of the cluster as one root module for Terraform or OpenTofu, which a person
 * reviews and applies. It holds no secret: the token is in the environment, and what is nobody's business is a variable.
 */
export function cloudflareEdge(cluster: Cluster, options: CloudflareEdgeOptions): void {
  // Hosts are known when every unit is declared.
  cluster.whenDeclared(() => {
    const resources = declareResources(cluster, options);
    if (resources !== undefined) cluster.aside(FILE, rootModule(cluster, resources));
  });
}

type Resources = Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;

function declareResources(cluster: Cluster, options: CloudflareEdgeOptions): Resources | undefined {
  const { plan, rateLimits = {}, countries, managedRules: sets = [], access } = options;
  if (!(plan in PLAN_LIMITS)) {
    return void report(cluster, {
      field: 'plan',
      message: `plan "${plan}"`,
      hint: Object.keys(PLAN_LIMITS).join(', '),
    });
  }
  const known = new Map(cluster.hosts.map(({ host }) => [cluster.fill(host), host]));
  const hostOf = (name: string) => {
    const host = cluster.host(name);
    if (known.has(cluster.fill(host))) return host;
    const shown = displayVariables(host);
    const hint = hintForUnknown(shown, [...known.values()].map(displayVariables));
    report(cluster, { field: 'host', message: `${shown} is no host of this cluster`, hint });
    return host;
  };
  const others = Object.entries(access?.hosts ?? {}).map(([name, visitors]): AccessHost => {
    const host = cluster.host(name);
    if (!hostname.safeParse(cluster.fill(host)).success) {
      report(cluster, {
        field: 'access',
        message: `"${displayVariables(host)}" is no host name`,
        hint: 'such as "demo"',
      });
    }
    return { host, visitors };
  });
  const hosts = access === undefined ? [] : accessHosts(cluster.hosts, others);
  const session = access?.session ?? '24h';
  const limits = rateLimitRules(rateLimits, plan, hostOf);
  const allowed = countries === undefined ? undefined : countryRules(countries, hostOf);
  const managed = managedRules(sets, plan, hostOf);
  const applications = accessApplications(hosts, session);
  for (const judged of [limits, allowed, managed, applications])
    for (const problem of judged?.problems ?? []) report(cluster, problem);

  return {
    cloudflare_ruleset: {
      ...ruleset('rate_limits', 'Rate limits (S1-74)', 'http_ratelimit', limits.value),
      ...ruleset('countries', 'Countries (S1-75)', 'http_request_firewall_custom', allowed?.value ?? []),
      ...ruleset('managed_rules', 'Managed rules (S1-76)', 'http_request_firewall_managed', managed.value),
    },
    cloudflare_zero_trust_access_policy: accessPolicies(hosts, session),
    cloudflare_zero_trust_access_application: applications.value,
  };
}

/** The entry point of a phase: a zone has one of each. */
function ruleset(name: string, title: string, phase: string, rules: readonly JsonObject[]): Record<string, JsonObject> {
  if (rules.length === 0) return {};
  return { [name]: { zone_id: '${var.zone_id}', name: title, kind: 'zone', phase, rules } };
}

function rootModule(cluster: Cluster, resources: Resources): JsonObject {
  const present = Object.fromEntries(Object.entries(resources).filter(([, named]) => Object.keys(named).length > 0));
  const text = JSON.stringify(present);
  const names = [...cluster.knownVariables.keys()].filter((name) => text.includes(`\${var.${name.toLowerCase()}}`));
  return {
    terraform: {
      required_version: '>= 1.9',
      required_providers: { cloudflare: cluster.provider('cloudflare') },
    },
    provider: { cloudflare: { '//': 'The token comes from CLOUDFLARE_API_TOKEN.' } },
    variable: edgeVariables({
      zone: 'cloudflare_ruleset' in present,
      account: 'cloudflare_zero_trust_access_application' in present,
      people: text.includes('var.access_emails'),
      cluster: names,
    }),
    resource: present,
  };
}

function report(cluster: Cluster, problem: { field: string; message: string; hint: string | undefined }): void {
  const { field, message, hint } = problem;
  cluster.report({ code: 'VALUE_INVALID', field: `edge ${field}`, message, ...(hint === undefined ? {} : { hint }) });
}
